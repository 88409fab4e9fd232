import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Models } from '../../apps/worker/src/models/models.js';
import { loadConfig } from '../config.js';
import { addFiles, listDocuments } from '../corpus/add-files.js';
import { MemoryCorpus } from '../corpus/memory-corpus.js';
import { draftQuestion } from '../make/draft-question.js';
import { pickFacts } from '../make/pick-facts.js';
import { Progress } from '../run/progress.js';
import { positive, withModels } from './run-arguments.js';

const HEAD = `// Drafts: put each question as you would ask it, correct its answers, drop what is not worth asking, and add questions
// that the documents do not answer: {"question": "…", "answerable": false}
`;

/** `eval make --docs folder --out questions.jsonl [--count 30]`: drafts questions for a person to correct. */
export async function make(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      docs: { type: 'string', multiple: true },
      out: { type: 'string' },
      count: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      model: { type: 'string' },
    },
  });
  const { docs = [], out } = values;
  if (docs.length === 0 || out === undefined) {
    throw new Error(
      'Name the documents and the file to write: eval make --docs folder --out questions.jsonl',
    );
  }
  if (existsSync(out)) throw new Error(`${out} exists already; it may hold your corrections.`);
  const models = await Models.open(withModels(loadConfig(), values));
  const corpus = new MemoryCorpus(models.embedders);
  const progress = new Progress();
  try {
    const files = listDocuments(docs);
    await addFiles(corpus, files, models, progress.begin('reading documents', files.length));
    const facts = pickFacts(corpus.all(), positive('--count', values.count), Number(values.seed));
    if (facts.length === 0)
      throw new Error('The documents hold no sentence with a number or a code to ask for.');
    const tick = progress.begin('drafting', facts.length);
    const lines: string[] = [];
    for (const fact of facts) {
      lines.push(`${JSON.stringify(await draftQuestion(fact, models.generator))}\n`);
      tick(lines.length);
    }
    writeFileSync(out, HEAD + lines.join(''), { flag: 'wx' });
  } finally {
    progress.end();
    await corpus.close();
    await models.close();
  }
  process.stdout.write(`Drafts are in ${out}. Correct them, then: npm run eval -- run --questions ${out}\n`);
}
