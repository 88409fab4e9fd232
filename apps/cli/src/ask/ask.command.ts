import { text } from 'node:stream/consumers';
import type { Ask } from '#client';
import { DomainError } from '#contracts';
import { Option } from 'commander';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { filterOf, withFilterOptions, type FilterOptions } from '../command/filter-options.js';
import { number } from '../command/numbers.js';
import { openKotae } from '../command/open-kotae.js';
import { askAndShow } from './ask-and-show.js';

/** What the command line says besides the question. */
interface AskOptions extends FilterOptions {
  collection?: string;
  continue?: boolean;
  conversation?: string;
  grounded: boolean;
  wholeDocuments?: boolean;
  maxTokens?: number;
  temperature?: number;
  topK?: number;
  contextTokens?: number;
  priority?: Ask['priority'];
  model?: string;
  sources?: boolean;
  json?: boolean;
}

/** `kotae ask`: a question, its answer as it is made, and the quotes that bear it. */
export function askCommand(context: CommandContext): CliCommand {
  const command = new CliCommand('ask')
    .argument('[question...]', 'the question; "-" or nothing takes it from the input')
    .summary('ask a question of your documents')
    .description(
      'Ask a question and show the answer as it is made, then the quotes that it rests on. Ctrl-C cancels the question.',
    )
    .option(
      '-k, --collection <name>',
      'the collection to ask (default: "default", or the conversation\'s own)',
    )
    .option('-c, --continue', 'go on from the conversation that was used last')
    .option('--conversation <id>', 'go on from this conversation')
    .option('--no-grounded', 'ask the model alone, without documents, to see what they add')
    .option('--whole-documents', 'answer from whole documents instead of the best passages')
    .option('--model <id>', 'the model that is to answer; "kotae status" shows them')
    .option('--max-tokens <n>', 'longest answer, in tokens', number)
    .option('--temperature <t>', '0 (default) is the same answer each time', number)
    .option('--top-k <n>', 'passages that the search may find', number)
    .option('--context-tokens <n>', 'evidence in the prompt at most, in tokens', number)
    .addOption(
      new Option('--priority <priority>', 'batch lets others go first').choices(['interactive', 'batch']),
    )
    .option('--sources', 'show the passages that were considered, also those left out, and why')
    .json()
    .section(
      'Exit status',
      '0 answered; 3 the documents do not hold the answer; 1 the question failed; 130 cancelled by Ctrl-C.',
    )
    .example('npx kotae ask How many days before a trip must I book a flight?', 'ask')
    .example('npx kotae ask -c And a hotel?', 'ask a follow-up')
    .example(
      'npx kotae ask --tag travel --from 2026-01-01 "What is the hotel limit?"',
      'only of some documents',
    )
    .example('npx kotae ask --json "…" | jq -r .answer', 'in a script')
    .action((words: string[], options: AskOptions) => ask(context, words, options));
  return withFilterOptions(command);
}

async function ask(context: CommandContext, words: string[], options: AskOptions): Promise<void> {
  const kotae = openKotae(context);
  const asked: Ask = {
    question: await questionOf(words, context),
    conversation_id: options.conversation ?? 'new',
    grounded: options.grounded,
    collection: options.collection,
    context: options.wholeDocuments ? 'documents' : undefined,
    model: options.model,
    max_tokens: options.maxTokens,
    temperature: options.temperature,
    top_k: options.topK,
    context_tokens: options.contextTokens,
    priority: options.priority,
    filter: filterOf(options),
  };
  if (options.continue) {
    const [last] = (await kotae.conversations.list({ limit: 1 }, context.signal)).items;
    if (!last)
      throw new DomainError('invalid_request', 'There is no conversation to go on from. Ask without -c.');
    asked.conversation_id = last.id;
  }
  await askAndShow(context, kotae, asked, options);
}

async function questionOf(words: string[], { input }: CommandContext): Promise<string> {
  const given = words.join(' ').trim();
  const fromInput = given === '-' || (given === '' && input.isTTY !== true);
  const question = fromInput ? (await text(input)).trim() : given;
  if (question === '') throw new DomainError('invalid_request', 'Say what to ask: kotae ask "…"');
  return question;
}
