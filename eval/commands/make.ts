import { existsSync, writeFileSync } from 'node:fs';
import { DomainError } from '#contracts';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { Models } from '../../apps/worker/src/models/models.js';
import { loadConfig } from '../config.js';
import { addFiles, listDocuments } from '../corpus/add-files.js';
import { MemoryCorpus } from '../corpus/memory-corpus.js';
import { draftQuestion } from '../make/draft-question.js';
import { pickFacts } from '../make/pick-facts.js';
import { Progress } from '../run/progress.js';

const HEAD = `// Drafts: put each question as you would ask it, correct its answers, drop what is not worth asking, and add questions
// that the documents do not answer: {"question": "…", "answerable": false}
`;

/** What `kotae eval make` is asked for with. */
export interface MakeOptions {
  docs: string[];
  out: string;
  count: number;
  seed: number;
  model?: string;
  json?: boolean;
}

/** `kotae eval make`: drafts questions for a person to correct. */
export async function make(context: CommandContext, options: MakeOptions): Promise<void> {
  const { docs, out: file, count, seed, json } = options;
  if (existsSync(file))
    throw new DomainError('conflict', `${file} exists already; it may hold your corrections.`);
  const models = await Models.open(loadConfig(context.env, options));
  const corpus = new MemoryCorpus(models.embedders);
  const progress = new Progress(context);
  const lines: string[] = [];
  try {
    const files = listDocuments(docs);
    await addFiles(corpus, files, models, progress.begin('reading documents', files.length));
    const facts = pickFacts(corpus.all(), count, seed);
    if (facts.length === 0) {
      const problem = 'The documents hold no sentence with a number or a code to ask for.';
      throw new DomainError('invalid_request', problem);
    }
    const tick = progress.begin('drafting', facts.length);
    for (const fact of facts) {
      lines.push(`${JSON.stringify(await draftQuestion(fact, models.generator))}\n`);
      tick(lines.length);
    }
    writeFileSync(file, HEAD + lines.join(''), { flag: 'wx' });
  } finally {
    progress.end();
    await corpus.close();
    await models.close();
  }
  context.out.write(
    json
      ? `${JSON.stringify({ file, drafts: lines.length })}\n`
      : `Drafts are in ${file}. Correct them, then: npx kotae eval run --questions ${file}\n`,
  );
}
