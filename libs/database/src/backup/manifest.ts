import { createHash } from 'node:crypto';
import { z } from 'zod';
import { backupInvalid } from './backup-errors.js';

/** Raised when an older Kotae could not read what a newer one writes. */
export const BACKUP_FORMAT = 1;
export const HEADER = 'kotae-backup.json';
export const MANIFEST = 'manifest.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const headerSchema = z.strictObject({
  format: z.int(),
  /** When the rows were read. */
  created_at: z.iso.datetime(),
  /** Names of the migrations that made the schema, in order. */
  migrations: z.array(z.string()),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
});
/** What a backup is made of; its first entry, so that whatever follows can be understood. */
export type BackupHeader = z.infer<typeof headerSchema>;

const bodySchema = z.strictObject({
  created_at: z.iso.datetime(),
  /** One for each table of the header, in its order; the hash is that of its rows as COPY wrote them. */
  tables: z.array(z.strictObject({ name: z.string(), rows: z.int(), bytes: z.int(), sha256 })),
  sequences: z.array(
    z.strictObject({ table: z.string(), column: z.string(), last: z.string(), called: z.boolean() }),
  ),
  originals: z.strictObject({
    count: z.int(),
    bytes: z.int(),
    /** Hashes that rows speak of and that the store did not have. */
    missing: z.array(sha256),
    /** Hashes whose bytes in the store, and so in here, are not theirs; they are not restored. */
    damaged: z.array(sha256),
  }),
});
const manifestSchema = z.strictObject({ body: bodySchema, sha256 });
/** What a whole backup holds; its last entry, so that one that was cut short has none. */
export type BackupManifest = z.infer<typeof bodySchema>;

/** @throws DomainError `invalid_request` when it is no backup, or one of a newer Kotae. */
export function readHeader(text: string): BackupHeader {
  const header = headerSchema.safeParse(parse(text));
  if (header.success && header.data.format <= BACKUP_FORMAT) return header.data;
  const { format } = (parse(text) ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > BACKUP_FORMAT) {
    throw backupInvalid('it was made by a newer Kotae; restore it with that one');
  }
  throw backupInvalid('it does not begin as one');
}

/** The manifest as text, sealed with a hash of its own. */
export function sealManifest(body: BackupManifest): string {
  return JSON.stringify({ body, sha256: hashOf(body) }, null, 2);
}

/** @throws DomainError `invalid_request` when it was altered. */
export function openManifest(text: string): BackupManifest {
  const manifest = manifestSchema.safeParse(parse(text));
  if (manifest.success && manifest.data.sha256 === hashOf(manifest.data.body)) return manifest.data.body;
  throw backupInvalid('its list of contents was altered');
}

function hashOf(body: BackupManifest): string {
  // Parsed, so that the keys have the order of the schema.
  return createHash('sha256')
    .update(JSON.stringify(bodySchema.parse(body)))
    .digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
