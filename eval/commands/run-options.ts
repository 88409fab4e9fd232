import { basename, extname } from 'node:path';
import { DomainError } from '#contracts';
import type { CliCommand } from '../../apps/cli/src/command/cli-command.js';
import { collect } from '../../apps/cli/src/command/filter-options.js';
import { count, number } from '../../apps/cli/src/command/numbers.js';
import type { RunOptions } from '../run/run-options.js';

/** What the options of {@link withRunOptions} say. */
export interface RunValues {
  questions?: string[];
  contexts?: string[];
  docs?: string[];
  collection?: string;
  name?: string;
  limit?: number;
  seed: number;
  withinDocument: boolean;
  retrievalOnly: boolean;
  closedBook: boolean;
  topK: number;
  contextTokens?: number;
  maxTokens: number;
  model?: string;
  embedder?: string;
  out?: string;
  fresh: boolean;
}

/** Options that say what is asked, and of what. */
export function withRunOptions(command: CliCommand): CliCommand {
  return command
    .option('--questions <file>', 'questions, or a folder of such files; repeat it for more', collect)
    .option('--docs <path>', 'documents to ask about, or a folder of them; repeat it for more', collect)
    .option('--collection <name>', 'ask a running Kotae about this collection instead')
    .option(
      '--contexts <file>',
      'a SQuAD file whose paragraphs are searched too; repeat it for more',
      collect,
    )
    .option('--within-document', 'search only the document that a question is about', false)
    .option('--limit <n>', 'a sample of so many questions', count)
    .option('--seed <n>', 'which sample', number, 1)
    .option('--retrieval-only', 'measure the search alone', false)
    .option('--no-closed-book', 'do not ask the model without documents too')
    .option('--top-k <n>', 'passages that the search may find', count, 20)
    .option('--context-tokens <n>', "evidence in the prompt at most (default: Kotae's own)", count)
    .option('--max-tokens <n>', 'longest answer', count, 512)
    .option('--model <id>', 'as KOTAE_MODEL')
    .option('--embedder <id>', 'as KOTAE_EMBEDDER')
    .option('--name <name>', 'name of the run (default: of the question file)')
    .option('--out <folder>', 'where results go (default: by the settings, where the same run goes on)')
    .option('--fresh', 'measure again what has been measured', false);
}

/** @throws DomainError `invalid_request` that says what is missing or contradicts itself */
export function toRunOptions(values: RunValues): RunOptions {
  const questions = values.questions ?? [];
  const [first] = questions;
  if (first === undefined)
    throw new DomainError('invalid_request', 'Name at least one question file: --questions <file>');
  if (values.collection !== undefined && (values.docs ?? values.contexts) !== undefined) {
    throw new DomainError(
      'invalid_request',
      '--collection asks a running Kotae about its own documents; leave --docs and --contexts out.',
    );
  }
  return {
    name: values.name ?? basename(first, extname(first)),
    questions,
    contexts: values.contexts ?? [],
    docs: values.docs ?? [],
    collection: values.collection ?? null,
    limit: values.limit ?? Infinity,
    seed: values.seed,
    withinDocument: values.withinDocument,
    answers: !values.retrievalOnly,
    closedBook: values.closedBook,
    topK: values.topK,
    contextTokens: values.contextTokens ?? null,
    maxTokens: values.maxTokens,
    out: values.out ?? null,
    fresh: values.fresh,
  };
}
