import type { Collection } from '#client';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { oneLine } from '../command/printable.js';
import { counted, formatTable } from '../command/terminal.js';

/** `kotae collections`: the sets of documents. */
export function collectionsCommand(context: CommandContext): CliCommand {
  const { out, signal } = context;
  const collections = new CliCommand('collections')
    .summary('list, create and delete collections')
    .description('A collection is a set of documents with one index. "default" is always there.');
  collections
    .command('list')
    .description('List the collections.')
    .json()
    .example('npx kotae collections list', 'names, sizes and embedders')
    .action(async ({ json }: { json?: boolean }) => {
      const { items } = await openKotae(context).collections.list(signal);
      out.write(json ? `${JSON.stringify(items)}\n` : table(items));
    });
  collections
    .command('create')
    .argument('<name>', 'lower-case letters, digits, "-" and "_"')
    .description('Make a collection.')
    .option('--description <text>', 'what is in it')
    .json()
    .example('npx kotae collections create handbook --description "What everybody should know"', 'make one')
    .action(async (name: string, { description, json }: { description?: string; json?: boolean }) => {
      const made = await openKotae(context).collections.create({ name, description }, signal);
      out.write(
        json
          ? `${JSON.stringify(made)}\n`
          : `${made.name} is there. Fill it: npx kotae add -k ${made.name} <files>\n`,
      );
    });
  collections
    .command('delete')
    .argument('<name>', 'the collection')
    .description('Delete a collection with its documents.')
    .json()
    .example('npx kotae collections delete handbook', 'it is gone at once')
    .action(async (name: string, { json }: { json?: boolean }) => {
      await openKotae(context).collections.delete(name, signal);
      out.write(json ? `${JSON.stringify({ deleted: name })}\n` : `${name} is deleted.\n`);
    });
  return collections;
}

function table(collections: Collection[]): string {
  const rows = collections.map(({ name, documents, embedder, description }) => [
    name,
    counted(documents, 'document'),
    embedder?.id ?? '',
    oneLine(description ?? ''),
  ]);
  return `${formatTable(rows).join('\n')}\n`;
}
