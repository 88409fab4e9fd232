import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Snapshots kept for each collection: the newest, and one more for when the newest turns out to be damaged. */
const KEPT = 2;
const TEMPORARY = '.tmp-';
/** A temporary folder this old (milliseconds) was left behind by a process that died: writing takes seconds. */
const ABANDONED_AFTER = 3_600_000;
const COMPLETE = /^(\d{16})-[0-9a-f]+$/;

/** A complete snapshot on the disk: its folder, and the position in the change log that its name claims. */
export interface SnapshotFolder {
  path: string;
  seq: number;
}

/** Where a collection's snapshots lie below the folder for all snapshots. */
export function collectionFolder(snapshotFolder: string, collectionId: string): string {
  return join(snapshotFolder, encodeURIComponent(collectionId));
}

/** The name of a complete snapshot. `unique` keeps two writers of the same position apart. */
export function snapshotName(seq: number, unique: string): string {
  return `${String(seq).padStart(16, '0')}-${unique}`;
}

/** A fresh folder to write a snapshot in; it counts as a snapshot only once it is renamed. */
export async function temporaryFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return mkdtemp(join(folder, TEMPORARY));
}

/** The complete snapshots, newest first; empty when there are none. */
export async function listSnapshots(folder: string): Promise<SnapshotFolder[]> {
  const names = await readdir(folder).catch(() => []);
  // Names begin with the position at a fixed width, so their order is that of the positions.
  const newestFirst = names.sort((a, b) => (a < b ? 1 : -1));
  return newestFirst.flatMap((name) => {
    const seq = COMPLETE.exec(name)?.[1];
    return seq === undefined ? [] : [{ path: join(folder, name), seq: Number(seq) }];
  });
}

/** Removes every snapshot of a collection, e.g. because it was deleted or its change log has begun anew. */
export async function removeSnapshots(snapshotFolder: string, collectionId: string): Promise<void> {
  await remove(collectionFolder(snapshotFolder, collectionId));
}

/** Removes all but the newest snapshots, and what writers that died have left behind. */
export async function pruneSnapshots(folder: string): Promise<void> {
  for (const { path } of (await listSnapshots(folder)).slice(KEPT)) await remove(path);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(TEMPORARY)) continue;
    const path = join(folder, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > ABANDONED_AFTER) await remove(path);
  }
}

/** Deletes a snapshot. Nobody minds when another process was faster. */
export async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true });
}
