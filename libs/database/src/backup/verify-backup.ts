import { createHash, type Hash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { readArchive } from './archive.js';
import { backupInvalid } from './backup-errors.js';
import {
  type BackupHeader,
  type BackupManifest,
  HEADER,
  MANIFEST,
  openManifest,
  readHeader,
} from './manifest.js';

/** What an archive claims to be, once every byte of it has been compared with that. */
export interface VerifiedBackup {
  header: BackupHeader;
  manifest: BackupManifest;
}

/** The header and the manifest are small; whatever claims to be one and is larger is something else. */
const MAX_TEXT = 268_435_456;

/**
 * Reads a whole backup and compares it with its manifest, entry by entry.
 *
 * @throws DomainError `invalid_request` for whatever is wrong with it, `not_found` when there is no such file.
 */
export async function verifyBackup(path: string, signal: AbortSignal): Promise<VerifiedBackup> {
  let header: BackupHeader | null = null;
  let manifest: BackupManifest | null = null;
  const tables = new Map<string, { hash: Hash; bytes: number }>();
  const originals = { count: 0, bytes: 0, damaged: [] as string[] };
  await readArchive(
    path,
    async ({ name, size, content }) => {
      if (manifest) throw backupInvalid('something follows its end');
      if (!header) {
        if (name !== HEADER || size > MAX_TEXT) throw backupInvalid('it does not begin as one');
        header = readHeader(await text(content));
        return;
      }
      if (name === MANIFEST && size <= MAX_TEXT) {
        manifest = openManifest(await text(content));
        return;
      }
      const { table, sha256 } = parseName(name);
      if (table !== undefined) {
        const state = tables.get(table) ?? { hash: createHash('sha256'), bytes: 0 };
        tables.set(table, state);
        for await (const chunk of content) state.hash.update(chunk);
        state.bytes += size;
      } else if (sha256 !== undefined) {
        const hash = createHash('sha256');
        for await (const chunk of content) hash.update(chunk);
        if (hash.digest('hex') !== sha256) originals.damaged.push(sha256);
        originals.count += 1;
        originals.bytes += size;
      } else {
        throw backupInvalid(`it holds ${JSON.stringify(name)}, which is no part of one`);
      }
    },
    signal,
  );
  if (!header || !manifest) throw backupInvalid('it ends too early');
  compare(header, manifest, tables, originals);
  return { header, manifest };
}

/** What an entry between header and manifest is: a piece of a table's rows, or an original. */
export function parseName(name: string): { table?: string; sha256?: string } {
  const [, table] = /^rows\/([^/]+)\/\d{8}$/.exec(name) ?? [];
  const [, sha256] = /^originals\/([0-9a-f]{64})$/.exec(name) ?? [];
  return { ...(table !== undefined && { table }), ...(sha256 !== undefined && { sha256 }) };
}

function compare(
  header: BackupHeader,
  manifest: BackupManifest,
  tables: ReadonlyMap<string, { hash: Hash; bytes: number }>,
  originals: { count: number; bytes: number; damaged: string[] },
): void {
  const expected = header.tables.map(({ name }) => name).join();
  if (expected !== manifest.tables.map(({ name }) => name).join())
    throw backupInvalid('its parts do not belong together');
  for (const { name, bytes, sha256 } of manifest.tables) {
    const found = tables.get(name);
    const hash = (found?.hash ?? createHash('sha256')).digest('hex');
    if (hash !== sha256 || (found?.bytes ?? 0) !== bytes) throw backupInvalid(`its table ${name} is damaged`);
  }
  const { count, bytes, damaged } = manifest.originals;
  if (
    originals.count !== count ||
    originals.bytes !== bytes ||
    String(originals.damaged) !== String(damaged)
  ) {
    throw backupInvalid('its originals are damaged');
  }
}
