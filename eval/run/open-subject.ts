import { Models } from '../../apps/worker/src/models/models.js';
import type { EvalConfig } from '../config.js';
import { addContexts } from '../corpus/add-contexts.js';
import { addFiles, listDocuments } from '../corpus/add-files.js';
import { MemoryCorpus } from '../corpus/memory-corpus.js';
import type { ContextDocument } from '../question-files/question.js';
import { readQuestions } from '../question-files/read-questions.js';
import { KotaeInProcess } from '../subject/kotae-in-process.js';
import { KotaeClient } from '../subject/kotae-client.js';
import { RunningKotae } from '../subject/running-kotae.js';
import type { Subject } from '../subject/subject.js';
import type { Progress } from './progress.js';
import type { RunOptions } from './run-options.js';

/** Reasons for which files were left out that are told one by one; the rest is counted. */
const TOLD = 5;

/** Opens what is to be measured, with its passages indexed. @throws Error when there is nothing to search. */
export async function openSubject(
  options: Pick<RunOptions, 'contexts' | 'docs' | 'collection'>,
  contexts: ContextDocument[],
  config: EvalConfig,
  progress: Progress,
): Promise<Subject> {
  if (options.collection !== null) return openRunning(options.collection, config);
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
    throw new Error(
      'There is nothing to search: the questions come without paragraphs, so name --docs or --collection.',
    );
  }
  progress.say(`indexing ${corpus.size} passages`);
  const { KOTAE_RERANK_TOP: top, KOTAE_RERANK_MS: timeoutMs } = config;
  const reranking = models.reranker && { model: models.reranker, top, timeoutMs };
  return KotaeInProcess.open(corpus, models, reranking);
}

function openRunning(collection: string, { url, apiKey }: EvalConfig): Promise<Subject> {
  if (url === undefined)
    throw new Error('Kotae does not run here: start it with npm start, or set KOTAE_URL.');
  return RunningKotae.open(new KotaeClient(url, apiKey), collection);
}
