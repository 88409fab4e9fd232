import type { SearchResults } from '#client';
import { createColors } from 'picocolors';
import { placeOf } from '../ask/citations.js';
import { CliCommand } from '../command/cli-command.js';
import { hasColours } from '../command/colours.js';
import { exitCodes, type CommandContext } from '../command/context.js';
import { filterOf, withFilterOptions, type FilterOptions } from '../command/filter-options.js';
import { number } from '../command/numbers.js';
import { openKotae } from '../command/open-kotae.js';
import { oneLine } from '../command/printable.js';

/** Characters of a passage that are shown. */
const SHOWN = 300;

interface SearchOptions extends FilterOptions {
  collection: string;
  results: number;
  json?: boolean;
}

/** `kotae search`: the passages nearest to a query, without a model. */
export function searchCommand(context: CommandContext): CliCommand {
  const command = new CliCommand('search')
    .argument('<query...>', 'what to look for')
    .summary('find the best passages, without a model')
    .description('Find the passages that fit a query best, with their places. No model is needed.')
    .option('-k, --collection <name>', 'the collection to search', 'default')
    .option('-n, --results <n>', 'results at most', number, 10)
    .json()
    .section('Exit status', '0 something was found; 3 nothing was.')
    .example('npx kotae search hotel limit -n 3', 'the three best passages')
    .action((words: string[], options: SearchOptions) => search(context, words.join(' '), options));
  return withFilterOptions(command);
}

async function search(context: CommandContext, query: string, options: SearchOptions): Promise<void> {
  const { collection, results: k, json } = options;
  const body = { query, k, filter: filterOf(options) };
  const found = await openKotae(context).search(collection, body, context.signal);
  context.out.write(json ? `${JSON.stringify(found)}\n` : listed(found, context));
  if (found.results.length === 0) context.exitCode = exitCodes.notFound;
}

function listed({ results, retrievers }: SearchResults, { out, err, env }: CommandContext): string {
  const colours = createColors(hasColours(out, env));
  for (const { name, failed } of retrievers) if (failed) err.write(`${name} had no say: ${failed}\n`);
  if (results.length === 0) return 'Nothing was found.\n';
  return results
    .map((result, i) => {
      const text = oneLine(result.text);
      const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
      return `${colours.cyan(`${i + 1}.`)} ${colours.bold(placeOf(result))}\n   ${shown}\n`;
    })
    .join('\n');
}
