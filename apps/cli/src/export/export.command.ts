import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { type ExportCommand, runExport } from './run-export.js';

/** `kotae export`: a collection's documents as files. */
export function exportCommand(context: CommandContext): CliCommand {
  return new CliCommand('export')
    .summary("write a collection's documents as files")
    .description(
      'Write the newest version of every document under its name, and what is known about it to ' +
        '.kotae/documents.jsonl. "kotae sync" takes the folder back in, with names, tags, dates and addresses.',
    )
    .argument('<collection>', 'the collection')
    .option('-o, --out <path>', 'an empty folder, or a new file that ends in .zip (default: the name)')
    .option('--texts', 'extracted texts too, below .kotae/texts')
    .json()
    .example('npx kotae export handbook --out handbook.zip', 'everything in one file')
    .action(async (collection: string, options: { out?: string; texts?: boolean; json?: boolean }) => {
      const command: ExportCommand = { ...options, collection, out: options.out ?? collection };
      context.exitCode = await runExport(command, context);
    });
}
