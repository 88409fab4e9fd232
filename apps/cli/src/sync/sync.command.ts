import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { runSync, type SyncCommand } from './run-sync.js';

/** `kotae sync`: a folder's files as documents. */
export function syncCommand(context: CommandContext): CliCommand {
  return new CliCommand('sync')
    .summary('keep a collection like a folder')
    .description(
      'Upload the files of a folder that are new or have changed, under their paths below it. Hidden and temporary ' +
        'files, symbolic links and whatever .kotaeignore says (in the syntax of .gitignore) are left out.',
    )
    .argument('<folder>', 'the folder')
    .option('-k, --collection <name>', 'the collection', 'default')
    .option('--delete', 'delete documents whose files are gone, of those that this folder has synced')
    .option('--force', 'with --delete: even when the folder is empty')
    .option('--watch', 'go on and follow every change; Ctrl-C ends it')
    .option('--dry-run', 'only say what would be done')
    .option('--prefix <text>', 'put this before every name, so that folders share a collection')
    .option('--source <text>', 'what this folder is called on the service (default: host and path)')
    .json()
    .example('npx kotae sync ~/handbook -k handbook --delete', 'make the collection like the folder')
    .example('npx kotae sync ~/handbook -k handbook --delete --watch', 'and keep it so')
    .action(async (folder: string, options: Omit<SyncCommand, 'folder'>) => {
      context.exitCode = await runSync({ ...options, folder }, context);
    });
}
