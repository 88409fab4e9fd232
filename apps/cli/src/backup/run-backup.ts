import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DomainError } from '#contracts';
import { backUp, type BackupManifest, openOriginals } from '#database';
import type { Installation } from '../installation/config.js';
import { counted, formatBytes, type Terminal } from '../command/terminal.js';
import { showProgress } from './show-progress.js';

/** What a backup, or its restoring, is asked for with. */
export interface BackupCommand {
  file: string;
  json: boolean;
}

/**
 * `kotae backup <file>`: everything to one file. Kotae may run meanwhile.
 *
 * @returns the exit code
 * @throws DomainError, or the signal's reason when broken off; then there is no file.
 */
export async function runBackup(
  command: BackupCommand,
  readConfig: () => Installation,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const file = resolve(command.file);
  await refuseToOverwrite(file);
  const config = readConfig();
  const originals = await openOriginals(config.originals, config.originalsFolder);
  const progress = showProgress(terminal);
  const manifest = await backUp(config.databaseUrl, originals, file, {
    signal,
    onProgress: progress.show,
  }).finally(progress.stop);
  const { size } = await stat(file);
  if (command.json) terminal.out.write(`${JSON.stringify({ file, bytes: size, ...summary(manifest) })}\n`);
  else terminal.out.write(`${file} (${formatBytes(size)}): ${inWords(manifest)}\n`);
  warn(manifest, terminal);
  return 0;
}

/** What a backup holds, in the API's spelling. */
export function summary({ created_at, tables, originals }: BackupManifest): Record<string, unknown> {
  return {
    created_at,
    rows: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
    originals: originals.count,
    missing_originals: originals.missing,
    damaged_originals: originals.damaged,
  };
}

/** The same for people. */
export function inWords({ tables, originals }: BackupManifest): string {
  const count = (name: string): number => tables.find((table) => table.name === name)?.rows ?? 0;
  return (
    `${counted(count('documents'), 'document')}, ${counted(count('passages'), 'passage')}, ` +
    `${counted(count('questions'), 'question')}, ${counted(originals.count, 'original')} (${formatBytes(originals.bytes)})`
  );
}

function warn({ originals: { missing, damaged } }: BackupManifest, terminal: Terminal): void {
  if (missing.length + damaged.length === 0) return;
  terminal.err.write(
    `${missing.length} originals are missing and ${damaged.length} damaged; the rest is all in it. ` +
      '"npx kotae doctor --deep" names their documents.\n',
  );
}

async function refuseToOverwrite(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists) throw new DomainError('conflict', `${file} exists already. Choose another name.`);
}
