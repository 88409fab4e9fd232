import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DomainError } from '#contracts';
import { LexicalIndex } from '../lexical/lexical-index.js';
import type { HeadingRun } from '../replica/version-headings.js';
import { PassageSet } from '../search/passage-set.js';
import { NO_ID, VectorIndex } from '../vector/vector-index.js';
import { TimeSlice } from '../vector/time-slice.js';
import { fingerprint } from './durable-files.js';
import {
  LEXICAL_FILE,
  MANIFEST_FILE,
  IDS_FILE,
  VECTORS_FILE,
  VERSIONS_FILE,
  belongsTo,
  openManifest,
  type Manifest,
} from './manifest.js';
import { decodeIds, type PassageIds } from './passage-ids.js';
import { collectionFolder, listSnapshots, remove } from './snapshot-folders.js';
import type { SnapshotOwner, SnapshotPosition } from './snapshot-state.js';

const versionsSchema = z.strictObject({
  versions: z.array(z.tuple([z.string(), z.int().min(0)])),
  headings: z.array(z.tuple([z.string(), z.array(z.tuple([z.string(), z.number()]))])),
});

/** An index as a snapshot held it. */
export interface LoadedSnapshot {
  path: string;
  position: SnapshotPosition;
  lexical: LexicalIndex;
  vectors: VectorIndex;
  headings: [string, HeadingRun[]][];
  versions: [string, readonly number[]][];
}

/**
 * Loads the newest snapshot that is whole and belongs to this collection and embedder. Nothing is used before its
 * hash was verified; what fails is deleted, since it can be made again, and the next older one is tried.
 *
 * @param onInvalid is told of each snapshot that was thrown away, and why (`snapshot_invalid`).
 * @returns null when there is none: the index is then built from the change log.
 */
export async function loadSnapshot(
  snapshotFolder: string,
  owner: SnapshotOwner,
  onInvalid: (error: DomainError) => void,
): Promise<LoadedSnapshot | null> {
  for (const { path } of await listSnapshots(collectionFolder(snapshotFolder, owner.collectionId))) {
    try {
      return await loadVerified(path, owner);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      onInvalid(
        new DomainError('snapshot_invalid', `The index snapshot ${path} was thrown away: ${reason}`, {
          cause,
        }),
      );
      await remove(path);
    }
  }
  return null;
}

async function loadVerified(path: string, owner: SnapshotOwner): Promise<LoadedSnapshot> {
  const manifest = openManifest(await readFile(join(path, MANIFEST_FILE), 'utf8'));
  checkOwner(manifest, owner);
  for (const [name, expected] of Object.entries(manifest.files)) {
    const actual = await fingerprint(join(path, name));
    if (actual.bytes !== expected.bytes || actual.sha256 !== expected.sha256) {
      fail(`The file ${name} is not what was written.`);
    }
  }
  const described = versionsSchema.parse(JSON.parse(await readFile(join(path, VERSIONS_FILE), 'utf8')));
  const ids = decodeIds(await readFile(join(path, IDS_FILE)), described.versions, manifest.counts.points);
  const lexical = await new TimeSlice().run(
    LexicalIndex.deserializeInPieces(await readFile(join(path, LEXICAL_FILE))),
  );
  await checkCounts(manifest, ids, lexical);
  const { dimensions } = owner.embedder;
  const vectors = await VectorIndex.load(join(path, VECTORS_FILE), dimensions, [...ids.idsByLabel]);
  const { headings } = described;
  return { path, position: manifest.position, lexical, vectors, headings, versions: ids.versions };
}

function checkOwner(manifest: Manifest, owner: SnapshotOwner): void {
  if (belongsTo(manifest, owner)) return;
  const { collectionId, embedder } = manifest;
  fail(
    `It is of collection ${collectionId} with the embedder ${embedder.id} (${embedder.dimensions} dimensions), ` +
      `not of ${owner.collectionId} with ${owner.embedder.id} (${owner.embedder.dimensions}).`,
  );
}

/** All parts must speak of the same passages, or searches would return some that nothing can remove. */
async function checkCounts(
  { counts }: Manifest,
  { versions, idsByLabel }: PassageIds,
  lexical: LexicalIndex,
): Promise<void> {
  const slice = new TimeSlice();
  const known = new PassageSet();
  for (const [, ids] of versions) {
    for (const id of ids) known.add(id);
    await slice.rest();
  }
  const agree =
    versions.length === counts.versions &&
    known.size === counts.passages &&
    lexical.size === counts.passages &&
    idsByLabel.every((id) => id === NO_ID || known.has(id));
  if (!agree) fail('Its parts do not belong together.');
}

function fail(message: string): never {
  throw new DomainError('snapshot_invalid', message);
}
