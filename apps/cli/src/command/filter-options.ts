import type { SearchFilter } from '#client';
import type { CliCommand } from './cli-command.js';

/** What `--tag`, `--document`, `--heading`, `--from`, `--to` and `--source-url` say. */
export interface FilterOptions {
  tag?: string[];
  document?: string[];
  heading?: string;
  from?: string;
  to?: string;
  sourceUrl?: string;
}

/** Options that confine a search or a question to some documents. */
export function withFilterOptions(command: CliCommand): CliCommand {
  return command
    .option('--tag <tag>', 'only documents with this tag; repeat it for more', collect)
    .option('--document <name>', 'only this document, by name or id; repeat it for more', collect)
    .option('--heading <text>', 'only passages under a heading that begins like this')
    .option('--from <date>', 'only documents dated from this day on, YYYY-MM-DD')
    .option('--to <date>', 'only documents dated up to this day')
    .option('--source-url <text>', 'only documents whose source address begins like this');
}

/** An option that may be repeated. (One that takes several values would swallow the arguments behind it.) */
export function collect(value: string, before: string[] = []): string[] {
  return [...before, value];
}

export function filterOf(options: FilterOptions): SearchFilter | undefined {
  const { tag, document, heading, from, to, sourceUrl } = options;
  const filter = {
    ...(tag && { tags: tag }),
    ...(document && { documents: document }),
    ...(heading !== undefined && { heading }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(sourceUrl !== undefined && { source_url: sourceUrl }),
  };
  return Object.keys(filter).length > 0 ? filter : undefined;
}
