import { DomainError } from '#contracts';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { openKotae } from '../../apps/cli/src/command/open-kotae.js';
import { Models } from '../../apps/worker/src/models/models.js';
import type { EvalConfig } from '../config.js';
import { addContexts } from '../corpus/add-contexts.js';
import { addFiles, listDocuments } from '../corpus/add-files.js';
import { MemoryCorpus } from '../corpus/memory-corpus.js';
import type { ContextDocument } from '../question-files/question.js';
import { readQuestions } from '../question-files/read-questions.js';
import { KotaeInProcess } from '../subject/kotae-in-process.js';
import { RunningKotae } from '../subject/running-kotae.js';
import type { Subject } from '../subject/subject.js';
import type { Progress } from './progress.js';
import type { RunOptions } from './run-options.js';

/** Reasons for which files were left out that are told one by one; the rest is counted. */
const TOLD = 5;
/** What is said to be busy is asked again for some minutes. */
const PATIENT = { tries: 10, firstWaitMs: 500, maxWaitMs: 30_000 };

/** Opens what is to be measured, with its passages indexed. @throws DomainError `invalid_request` when there is nothing to search. */
export async function openSubject(
  options: Pick<RunOptions, 'contexts' | 'docs' | 'collection'>,
  contexts: ContextDocument[],
  config: EvalConfig,
  { context, progress }: { context: CommandContext; progress: Progress },
): Promise<Subject> {
  if (options.collection !== null) {
    return RunningKotae.open(openKotae(context, PATIENT), options.collection, context.signal);
  }
  return openInProcess(options, contexts, config, await Models.open(config), progress);
}

/** Reads documents or articles into memory, with Kotae's own search and answering on them. */
export async function openInProcess(
  options: Pick<RunOptions, 'contexts' | 'docs'>,
  contexts: ContextDocument[],
  config: EvalConfig,
  models: Models,
  progress: Progress,
): Promise<KotaeInProcess> {
  const corpus = new MemoryCorpus(models.embedders);
  if (options.docs.length > 0) {
    const files = listDocuments(options.docs);
    const tick = progress.begin('reading documents', files.length);
    const refused = await addFiles(corpus, files, models, tick);
    progress.end();
    for (const { name, reason } of refused.slice(0, TOLD)) progress.say(`left out ${name}: ${reason}`);
    if (refused.length > TOLD) progress.say(`left out ${refused.length - TOLD} more`);
  } else {
    const more = options.contexts.flatMap((path) => readQuestions([path]).contexts);
    const articles = [...contexts, ...more];
    const tick = progress.begin('embedding articles', articles.length);
    await addContexts(corpus, articles, models.embedders.preferred, tick);
    progress.end();
  }
  if (corpus.size === 0) {
    await models.close();
    throw new DomainError(
      'invalid_request',
      'There is nothing to search: the questions come without paragraphs, so name --docs or --collection.',
    );
  }
  progress.say(`indexing ${corpus.size} passages`);
  const { KOTAE_RERANK_TOP: top, KOTAE_RERANK_MS: timeoutMs } = config;
  const reranking = models.reranker && { model: models.reranker, top, timeoutMs };
  return KotaeInProcess.open(corpus, models, reranking);
}
