/**
 * `npm run eval -- run --questions file [--docs folder]`: how good search, answers, citations and refusals are, on
 * questions whose answers are known.
 */
import { basename, extname } from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from './config.js';
import { metricsTable } from './report/write-report.js';
import { runEvaluation } from './run/run-evaluation.js';
import type { RunOptions } from './run/run-options.js';

const runArguments = {
  questions: { type: 'string', multiple: true },
  contexts: { type: 'string', multiple: true },
  docs: { type: 'string', multiple: true },
  name: { type: 'string' },
  limit: { type: 'string' },
  seed: { type: 'string', default: '1' },
  'retrieval-only': { type: 'boolean', default: false },
  'no-closed-book': { type: 'boolean', default: false },
  'top-k': { type: 'string', default: '20' },
  'context-tokens': { type: 'string' },
  'max-tokens': { type: 'string', default: '512' },
  model: { type: 'string' },
  embedder: { type: 'string' },
  out: { type: 'string' },
  fresh: { type: 'boolean', default: false },
} as const;

async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: runArguments });
  const [first] = values.questions ?? [];
  if (first === undefined) throw new Error('Name at least one question file: --questions file');
  const config = loadConfig();
  const options: RunOptions = {
    name: values.name ?? basename(first, extname(first)),
    questions: values.questions ?? [],
    contexts: values.contexts ?? [],
    docs: values.docs ?? [],
    collection: null,
    limit: values.limit === undefined ? Infinity : positive('--limit', values.limit),
    seed: Number(values.seed),
    answers: !values['retrieval-only'],
    closedBook: !values['no-closed-book'],
    topK: positive('--top-k', values['top-k']),
    contextTokens:
      values['context-tokens'] === undefined ? null : positive('--context-tokens', values['context-tokens']),
    maxTokens: positive('--max-tokens', values['max-tokens']),
    out: values.out ?? null,
    fresh: values.fresh,
  };
  const { run, reportFile } = await runEvaluation(options, {
    ...config,
    KOTAE_MODEL: values.model ?? config.KOTAE_MODEL,
    KOTAE_EMBEDDER: values.embedder ?? config.KOTAE_EMBEDDER,
  });
  process.stdout.write(
    `${metricsTable([['all', run.summary], ...Object.entries(run.languages)])}\n\n${reportFile}\n`,
  );
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new Error(`${name} takes a whole number from 1, not ${value}.`);
  return number;
}

const commands: Record<string, (args: string[]) => Promise<void>> = { run };

async function main(): Promise<void> {
  const [name = '', ...args] = process.argv.slice(2);
  const command = commands[name];
  if (!command) throw new Error(`Say what to do: ${Object.keys(commands).join(', ')}.`);
  await command(args);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
