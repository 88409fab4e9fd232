import { createHash } from 'node:crypto';
import { z } from 'zod';
import { DomainError } from '#contracts';
import type { SnapshotOwner } from './snapshot-state.js';

/**
 * Raised whenever the meaning of any of the files changes, or the terms under which `#language` finds a text; snapshots
 * and stored indexes of other formats are rebuilt.
 */
export const INDEX_FORMAT = 5;

export const MANIFEST_FILE = 'snapshot.json';
/** The files of a snapshot beside its manifest. */
export const VECTORS_FILE = 'vectors.hnsw';
export const LEXICAL_FILE = 'lexical.bin';
export const VERSIONS_FILE = 'versions.json';
export const IDS_FILE = 'ids.bin';

const fileSchema = z.strictObject({ bytes: z.int().min(0), sha256: z.hex().length(64) });

const bodySchema = z.strictObject({
  format: z.literal(INDEX_FORMAT),
  collectionId: z.string(),
  embedder: z.strictObject({ id: z.string(), dimensions: z.int().positive() }),
  space: z.literal('cosine'),
  position: z.strictObject({ seq: z.int().positive(), op: z.enum(['add', 'remove']), versionId: z.string() }),
  counts: z.strictObject({ versions: z.int().min(0), passages: z.int().min(0), points: z.int().min(0) }),
  files: z.strictObject({
    [VECTORS_FILE]: fileSchema,
    [LEXICAL_FILE]: fileSchema,
    [VERSIONS_FILE]: fileSchema,
    [IDS_FILE]: fileSchema,
  }),
});
const manifestSchema = z.strictObject({ body: bodySchema, sha256: z.string() });

/** What the files of a snapshot are, so that none is trusted before it has been compared with this. */
export type Manifest = z.infer<typeof bodySchema>;

/** The manifest as text, sealed with a hash of its own: a flipped digit in `seq` would skip changes unnoticed. */
export function sealManifest(body: Omit<Manifest, 'format' | 'space'>): string {
  const full: Manifest = bodySchema.parse({ format: INDEX_FORMAT, space: 'cosine', ...body });
  return `${JSON.stringify({ body: full, sha256: seal(full) }, null, 2)}\n`;
}

/** Reads {@link sealManifest} back. @throws DomainError `snapshot_invalid` when anything about it is not right. */
export function openManifest(text: string): Manifest {
  try {
    const { body, sha256 } = manifestSchema.parse(JSON.parse(text));
    if (sha256 === seal(body)) return body;
  } catch (cause) {
    throw new DomainError('snapshot_invalid', 'The manifest of the snapshot is not readable.', { cause });
  }
  throw new DomainError('snapshot_invalid', 'The manifest of the snapshot was altered.');
}

/** Whether the snapshot is of this collection, made with this embedder. */
export function belongsTo({ collectionId, embedder }: Manifest, owner: SnapshotOwner): boolean {
  return (
    collectionId === owner.collectionId &&
    embedder.id === owner.embedder.id &&
    embedder.dimensions === owner.embedder.dimensions
  );
}

/** Hash of the body with its keys in the order of the schema, which is the order in which zod returns them. */
function seal(body: Manifest): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}
