import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE, belongsTo, openManifest } from './manifest.js';
import { collectionFolder, listSnapshots } from './snapshot-folders.js';
import type { SnapshotOwner } from './snapshot-state.js';

/**
 * How far into the change log the newest snapshot of this owner goes, whoever wrote it; 0 when there is none. Only
 * its manifest is looked at, so this is cheap, and a damaged snapshot is found when it is loaded.
 */
export async function savedPosition(snapshotFolder: string, owner: SnapshotOwner): Promise<number> {
  const [newest] = await listSnapshots(collectionFolder(snapshotFolder, owner.collectionId));
  if (!newest) return 0;
  try {
    const manifest = openManifest(await readFile(join(newest.path, MANIFEST_FILE), 'utf8'));
    return belongsTo(manifest, owner) ? manifest.position.seq : 0;
  } catch {
    // Unreadable, or another process has just removed it: write a new one.
    return 0;
  }
}
