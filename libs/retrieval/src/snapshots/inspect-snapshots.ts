import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from './durable-files.js';
import { MANIFEST_FILE, openManifest } from './manifest.js';
import { collectionFolder, listSnapshots } from './snapshot-folders.js';

/** A snapshot on the disk, and what is wrong with it. */
export interface InspectedSnapshot {
  path: string;
  collectionId: string;
  /** Null when every file is what was written. */
  problem: string | null;
}

/** Reads every snapshot below a folder and compares it with its manifest; changes nothing. */
export async function* inspectSnapshots(snapshotFolder: string): AsyncGenerator<InspectedSnapshot> {
  for (const name of await readdir(snapshotFolder).catch(() => [])) {
    const collectionId = decodeURIComponent(name);
    for (const { path } of await listSnapshots(collectionFolder(snapshotFolder, collectionId))) {
      yield { path, collectionId, problem: await problemOf(path, collectionId) };
    }
  }
}

async function problemOf(path: string, collectionId: string): Promise<string | null> {
  try {
    const manifest = openManifest(await readFile(join(path, MANIFEST_FILE), 'utf8'));
    if (manifest.collectionId !== collectionId) return 'it is of another collection';
    for (const [name, expected] of Object.entries(manifest.files)) {
      const actual = await fingerprint(join(path, name));
      if (actual.bytes !== expected.bytes || actual.sha256 !== expected.sha256) return `${name} is damaged`;
    }
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
