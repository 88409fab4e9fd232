import type { Document } from '#client';
import type { LeftOut, LocalFile } from './list-files.js';

/** A document as far as a plan looks at it. */
export type KnownDocument = Pick<Document, 'id' | 'name' | 'sha256' | 'sync_source' | 'status' | 'error'>;

/** A file with its hash; null while it may not be whole yet. */
export interface HashedFile {
  file: LocalFile;
  sha256: string | null;
}

/** What makes a collection's documents those of the folder. */
export interface SyncPlan {
  upload: { file: LocalFile; sha256: string }[];
  /** Same bytes under the same name, but nobody's yet: they become the folder's. */
  claim: KnownDocument[];
  unchanged: KnownDocument[];
  remove: KnownDocument[];
  /** Of another synced folder. */
  conflicts: KnownDocument[];
  /** Files to look at again a moment later. */
  later: LocalFile[];
}

/**
 * Compares a folder with the documents of a collection. A document belongs to the folder that has synced it
 * (`sync_source`); only such are ever removed, and those of another folder are never replaced.
 */
export function planSync(
  files: HashedFile[],
  documents: KnownDocument[],
  leftOut: LeftOut[],
  source: string,
): SyncPlan {
  const plan: SyncPlan = { upload: [], claim: [], unchanged: [], remove: [], conflicts: [], later: [] };
  const byName = new Map(documents.map((document) => [document.name, document]));
  for (const { file, sha256 } of files) {
    const document = byName.get(file.name);
    const owner = document?.sync_source ?? null;
    if (sha256 === null) plan.later.push(file);
    else if (document && owner !== null && owner !== source) plan.conflicts.push(document);
    else if (document?.sha256 !== sha256) plan.upload.push({ file, sha256 });
    else (owner === null ? plan.claim : plan.unchanged).push(document);
  }
  const present = new Set([...files.map(({ file }) => file.name), ...leftOut.map(({ name }) => name)]);
  const unread = leftOut.filter(({ reason }) => reason === 'unreadable').map(({ name }) => `${name}/`);
  plan.remove = documents.filter(
    ({ name, sync_source: owner }) =>
      owner === source && !present.has(name) && !unread.some((folder) => name.startsWith(folder)),
  );
  return plan;
}
