import { randomBytes } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#contracts';
import { TimeSlice } from '../vector/time-slice.js';
import { fingerprint, sha256Of, sync, writeDurably } from './durable-files.js';
import {
  IDS_FILE,
  LEXICAL_FILE,
  MANIFEST_FILE,
  VECTORS_FILE,
  VERSIONS_FILE,
  sealManifest,
} from './manifest.js';
import { encodeIds } from './passage-ids.js';
import {
  collectionFolder,
  pruneSnapshots,
  remove,
  snapshotName,
  temporaryFolder,
} from './snapshot-folders.js';
import type { SnapshotOwner, SnapshotState } from './snapshot-state.js';

/**
 * Writes a snapshot: into a temporary folder, read back and compared, on the disk for good, then renamed in one step.
 * So a folder that has a snapshot's name is whole, whenever the power fails. The state must not change meanwhile;
 * searching it is fine.
 *
 * @returns the snapshot's folder.
 * @throws DomainError `snapshot_invalid` when what is on the disk is not what was written, `storage_full` when the
 * disk is. Nothing is left behind then.
 */
export async function writeSnapshot(
  snapshotFolder: string,
  owner: SnapshotOwner,
  state: SnapshotState,
): Promise<string> {
  const folder = collectionFolder(snapshotFolder, owner.collectionId);
  const temporary = await temporaryFolder(folder);
  try {
    await writeFiles(temporary, owner, state);
    const finished = join(folder, snapshotName(state.position.seq, randomBytes(4).toString('hex')));
    await rename(temporary, finished);
    await sync(folder);
    await pruneSnapshots(folder);
    return finished;
  } catch (error) {
    await remove(temporary);
    throw isDiskFull(error)
      ? new DomainError(
          'storage_full',
          'There is no room for a snapshot of the index. Free some disk space.',
          {
            cause: error,
          },
        )
      : error;
  }
}

async function writeFiles(folder: string, owner: SnapshotOwner, state: SnapshotState): Promise<void> {
  const vectorsPath = join(folder, VECTORS_FILE);
  // hnswlib writes by itself and does not say what: `write` has checked the file's structure, its hash is taken now.
  const idsByLabel = await state.vectors.write(vectorsPath);
  await sync(vectorsPath);
  const vectors = await fingerprint(vectorsPath);
  const versions = Array.from(state.versions, ([id, ids]): [string, readonly number[]] => [id, ids]);
  const headings = state.headings.of(versions.map(([versionId]) => versionId));
  const counts = versions.map(([versionId, ids]) => [versionId, ids.length]);
  const described = await writeChecked(
    join(folder, VERSIONS_FILE),
    Buffer.from(JSON.stringify({ versions: counts, headings })),
  );
  const ids = await writeChecked(join(folder, IDS_FILE), encodeIds({ versions, idsByLabel }));
  const lexical = await writeChecked(
    join(folder, LEXICAL_FILE),
    await new TimeSlice().run(state.lexical.serializeInPieces()),
  );
  const manifest = sealManifest({
    collectionId: owner.collectionId,
    embedder: { id: owner.embedder.id, dimensions: owner.embedder.dimensions },
    position: state.position,
    counts: {
      versions: versions.length,
      passages: versions.reduce((sum, [, ids]) => sum + ids.length, 0),
      points: idsByLabel.length,
    },
    files: {
      [VECTORS_FILE]: vectors,
      [LEXICAL_FILE]: lexical,
      [VERSIONS_FILE]: described,
      [IDS_FILE]: ids,
    },
  });
  await writeChecked(join(folder, MANIFEST_FILE), Buffer.from(manifest));
  await sync(folder);
}

/** Writes a file, reads it back, and returns the fingerprint that both agree on. */
async function writeChecked(path: string, content: Uint8Array) {
  await writeDurably(path, content);
  const written = await fingerprint(path);
  if (written.sha256 !== (await sha256Of(content))) {
    throw new DomainError('snapshot_invalid', `The disk has not kept what was written to ${path}.`);
  }
  return written;
}

function isDiskFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
