import type { Document, DocumentQuery, KotaeClient } from '#client';
import { documentStatuses, DomainError } from '#contracts';
import { Option } from 'commander';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { collect, filterOf, type FilterOptions } from '../command/filter-options.js';
import { openKotae } from '../command/open-kotae.js';
import { oneLine, printable } from '../command/printable.js';
import { formatBytes, formatTable } from '../command/terminal.js';
import { sizeOf } from './settled.js';

interface Options {
  collection: string;
  json?: boolean;
}

interface ListOptions extends Options, Pick<FilterOptions, 'tag' | 'from' | 'to' | 'sourceUrl'> {
  status?: DocumentQuery['status'];
}

/** `kotae documents`: what is in a collection. */
export function documentsCommand(context: CommandContext): CliCommand {
  const documents = new CliCommand('documents')
    .summary('list, read, delete and retry documents')
    .description('The documents of a collection, by name or id. "kotae add" puts them in.');
  const sub = (name: string, description: string): CliCommand =>
    documents
      .command(name)
      .description(description)
      .option('-k, --collection <name>', 'the collection', 'default')
      .json();
  sub('list', 'List the documents, in the order of their first upload.')
    .addOption(new Option('--status <status>', 'only those').choices(documentStatuses))
    .option('--tag <tag>', 'only those with this tag; repeat it for more', collect)
    .option('--from <date>', 'only those dated from this day on, YYYY-MM-DD')
    .option('--to <date>', 'only those dated up to this day')
    .option('--source-url <text>', 'only those whose source address begins like this')
    .example('npx kotae documents list --status failed', 'what could not be read, and why')
    .action((options: ListOptions) => list(context, options));
  sub('text', 'Print the text as it was extracted; citations point into it.')
    .argument('<document>', 'name or id')
    .example('npx kotae documents text handbook.pdf | less', 'what Kotae reads in a file')
    .action(async (reference: string, options: Options) => {
      const kotae = openKotae(context);
      const { id } = await find(kotae, options.collection, reference, context);
      const range = await kotae.documents.text(id, {}, context.signal);
      context.out.write(options.json ? `${JSON.stringify(range)}\n` : `${printable(range.text)}\n`);
    });
  sub('delete', 'Delete documents: after this no search and no answer uses them.')
    .argument('<documents...>', 'names or ids')
    .example('npx kotae documents delete old.pdf older.pdf', 'several at once')
    .action((references: string[], options: Options) =>
      each(context, references, options, 'deleted', async (kotae, { id }) => {
        await kotae.documents.delete(id, context.signal);
      }),
    );
  sub('retry', 'Read documents again that have failed.')
    .argument('<documents...>', 'names or ids')
    .example('npx kotae documents retry scan.pdf', 'after Tesseract was installed')
    .action((references: string[], options: Options) =>
      each(context, references, options, 'queued', async (kotae, { id }) => {
        await kotae.documents.retry(id, context.signal);
      }),
    );
  return documents;
}

async function list(context: CommandContext, { collection, json, ...options }: ListOptions): Promise<void> {
  const kotae = openKotae(context);
  const query = { status: options.status, ...filterOf(options), limit: 200 };
  const found: Document[] = [];
  for await (const one of kotae.documents.all(collection, query, context.signal)) found.push(one);
  if (json) context.out.write(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) context.out.write(nothing(collection, Object.values(options).length > 0));
  else for (const line of formatTable(found.map(row))) context.out.write(`${line.trimEnd()}\n`);
}

function nothing(collection: string, filtered: boolean): string {
  if (filtered) return 'No document matches.\n';
  return `There is no document in ${collection}. Add some: npx kotae add -k ${collection} <files>\n`;
}

function row(document: Document): string[] {
  const { id, name, status, version, size, tags, error } = document;
  const what = error ? oneLine(error.message) : status === 'ready' ? sizeOf(document) : '';
  return [
    id,
    status,
    `v${version}`,
    formatBytes(size),
    oneLine(name),
    [...tags.map((tag) => `#${oneLine(tag)}`), what].join(' '),
  ];
}

async function each(
  context: CommandContext,
  references: string[],
  { collection, json }: Options,
  outcome: string,
  act: (kotae: KotaeClient, document: Document) => Promise<void>,
): Promise<void> {
  const kotae = openKotae(context);
  // All are found before the first is touched: a wrong name changes nothing.
  const found = await Promise.all(references.map((reference) => find(kotae, collection, reference, context)));
  for (const document of found) {
    await act(kotae, document);
    if (!json) context.out.write(`${oneLine(document.name)}: ${outcome}\n`);
  }
  if (json) context.out.write(`${JSON.stringify(found.map(({ id, name }) => ({ id, name, outcome })))}\n`);
}

/** @throws DomainError `document_not_found` */
async function find(
  kotae: KotaeClient,
  collection: string,
  reference: string,
  { signal }: CommandContext,
): Promise<Document> {
  for await (const document of kotae.documents.all(collection, { limit: 200 }, signal)) {
    if (document.id === reference || document.name === reference.normalize('NFC')) return document;
  }
  const message = `There is no document ${reference} in ${collection}. "npx kotae documents list -k ${collection}" shows them.`;
  throw new DomainError('document_not_found', message);
}
