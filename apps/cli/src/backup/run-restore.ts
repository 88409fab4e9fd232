import { resolve } from 'node:path';
import { openOriginals, restoreBackup } from '#database';
import type { Installation } from '../installation/config.js';
import type { Terminal } from '../command/terminal.js';
import { type BackupCommand, inWords, summary } from './run-backup.js';
import { showProgress } from './show-progress.js';

/**
 * `kotae restore <file>`: what a backup holds, into an empty installation that does not run.
 *
 * @returns the exit code
 * @throws DomainError, or the signal's reason when broken off; then nothing has changed.
 */
export async function runRestore(
  command: BackupCommand & { replace: boolean },
  readConfig: () => Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const config = readConfig();
  const originals = await openOriginals(config.originals, config.originalsFolder);
  await originals.check();
  const progress = showProgress(terminal);
  const manifest = await restoreBackup(config.databaseUrl, originals, resolve(command.file), {
    signal,
    replace: command.replace,
    onProgress: progress.show,
  }).finally(progress.stop);
  if (command.json) terminal.out.write(`${JSON.stringify(summary(manifest))}\n`);
  else {
    terminal.out.write(
      `Restored as of ${manifest.created_at}: ${inWords(manifest)}. Start Kotae; it rebuilds its indexes.\n`,
    );
  }
  return 0;
}
