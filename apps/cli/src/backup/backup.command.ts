import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { readInstallation } from '../installation/config.js';

const ENVIRONMENT =
  'DATABASE_URL or DATABASE_URL_FILE, KOTAE_DATA_DIR, KOTAE_ORIGINALS: the installation, as for its API.';

/** `kotae backup`: the whole installation in one file. */
export function backupCommand(context: CommandContext): CliCommand {
  return new CliCommand('backup')
    .summary('write everything to one file')
    .description(
      'Write everything that Kotae keeps to one file: documents with their originals, texts and embeddings, questions, ' +
        'conversations and keys. Kotae may run meanwhile; the file holds one moment. It is as secret as the database.',
    )
    .argument('<file>', 'a new file, e.g. kotae-2026-01-31.tar.gz')
    .json()
    .section('Environment', ENVIRONMENT)
    .example('npx kotae backup kotae-$(date +%F).tar.gz', 'every night, by cron')
    .action(async (file: string, { json = false }: { json?: boolean }) => {
      const { runBackup } = await import('./run-backup.js');
      const config = () => readInstallation(context.env);
      context.exitCode = await runBackup({ file, json }, config, context, context.signal);
    });
}

/** `kotae restore`: what a backup holds, in place of what is there. */
export function restoreCommand(context: CommandContext): CliCommand {
  return new CliCommand('restore')
    .summary('bring back what a backup holds')
    .description(
      'Bring back what a backup holds, into an empty installation that does not run. The file is verified before ' +
        'anything changes. A backup of an older Kotae is migrated; indexes are rebuilt at the next start.',
    )
    .argument('<file>', 'what "kotae backup" wrote')
    .option('--replace', 'lose everything that the installation holds now', false)
    .json()
    .section('Environment', ENVIRONMENT)
    .example('npx kotae restore kotae-2026-01-31.tar.gz', 'into a new installation, before its first start')
    .action(async (file: string, { json = false, replace }: { json?: boolean; replace: boolean }) => {
      const { runRestore } = await import('./run-restore.js');
      const config = () => readInstallation(context.env);
      context.exitCode = await runRestore({ file, json, replace }, config, context, context.signal);
    });
}
