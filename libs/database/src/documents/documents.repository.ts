import {
  DomainError,
  type DocumentMetadata,
  type DocumentStatus,
  type ErrorInfo,
  type SearchFilter,
} from '#contracts';
import type { DataSource, EntityManager } from 'typeorm';
import { mayRemoveOriginals } from '../backup/keep-originals.js';
import { appendToLog } from '../index-log/index-log.repository.js';
import { parseCursor, toPage, type Page } from '../page.js';
import { affected, COMMIT_SOON, returning, rows, type Sql } from '../sql.js';
import { storeMetadata } from './document-metadata.js';
import { PLACE_SQL } from './ingest-attempts.repository.js';
import { filterSql } from './filter-sql.js';
import { dropUnusedExtractions, usedExtractions } from './extractions.repository.js';
import {
  DOCUMENT_RECORD_SQL,
  toDocumentRecord,
  type DocumentRecord,
  type DocumentRow,
} from './document-record.js';

/** What an upload led to; `versionId` is to be ingested when `changed`. */
export interface UploadOutcome extends QueuedVersion {
  changed: boolean;
}

/** A version that is to be ingested. */
export interface QueuedVersion {
  documentId: string;
  versionId: string;
  /** Its place among the unfinished versions of its uploader, from 1. */
  place: number;
}

/** Bytes that lie in the store, and what they are to be. */
export interface NewUpload {
  collectionId: string;
  name: string;
  sha256: string;
  size: number;
  metadata?: DocumentMetadata;
  uploader: string;
}

/** Documents as their owners see them: upload, look up, list, retry, delete. Workers use `IngestAttemptsRepository`. */
export class DocumentsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Registers bytes that lie in the store already. The same name with the same bytes changes nothing (unless their
   * ingestion failed: then it is tried again); new bytes under a known name become its next version.
   * Metadata that comes with it is stored in any case.
   * `originalExists` is asked under a lock that keeps a concurrent deletion from removing the bytes.
   */
  async upload(upload: NewUpload, originalExists: () => Promise<boolean>): Promise<UploadOutcome> {
    const outcome = await this.register(upload, originalExists);
    return { ...outcome, place: outcome.changed ? await placeOf(this.db, outcome.versionId) : 0 };
  }

  private async register(
    upload: NewUpload,
    originalExists: () => Promise<boolean>,
  ): Promise<Omit<UploadOutcome, 'place'>> {
    return this.db.transaction(async (sql) => {
      await lockOriginal(sql, upload.sha256);
      if (!(await originalExists())) {
        throw new DomainError('service_unavailable', 'The upload collided with a deletion. Send it again.', {
          retryable: true,
        });
      }
      const inserted = await rows<{ id: string }>(
        sql,
        `insert into documents (collection_id, name, latest_version) values ($1, $2, 0)
         on conflict (collection_id, name) do nothing returning id`,
        [upload.collectionId, upload.name],
      );
      const [document] = await rows<{ id: string; latest_version: number }>(
        sql,
        `select id, latest_version from documents where collection_id = $1 and name = $2 for update`,
        [upload.collectionId, upload.name],
      );
      if (!document) throw new DomainError('conflict', 'The document was deleted meanwhile. Send it again.');
      if (upload.metadata) await storeMetadata(sql, document.id, upload.metadata);
      if (!inserted[0]) {
        const same = await this.sameBytes(sql, document, upload.sha256);
        if (same) return { documentId: document.id, ...same };
      }
      const version = document.latest_version + 1;
      const [created] = await rows<{ id: string }>(
        sql,
        `insert into document_versions (document_id, version, sha256, size, uploader, status)
         values ($1, $2, $3, $4, $5, 'queued') returning id`,
        [document.id, version, upload.sha256, upload.size, upload.uploader],
      );
      await sql.query(`update documents set latest_version = $2 where id = $1`, [document.id, version]);
      return { documentId: document.id, versionId: created?.id ?? '', changed: true };
    });
  }

  private async sameBytes(
    sql: EntityManager,
    document: { id: string; latest_version: number },
    sha256: string,
  ): Promise<{ versionId: string; changed: boolean } | null> {
    const [latest] = await rows<{ id: string; sha256: string; status: DocumentStatus }>(
      sql,
      `select id, sha256, status from document_versions where document_id = $1 and version = $2`,
      [document.id, document.latest_version],
    );
    if (latest?.sha256 !== sha256) return null;
    if (latest.status === 'failed') await requeue(sql, latest.id);
    return { versionId: latest.id, changed: latest.status === 'failed' };
  }

  /** @throws DomainError `document_not_found`. */
  async get(id: string): Promise<DocumentRecord> {
    const [found] = await rows<DocumentRow>(this.db, `${DOCUMENT_RECORD_SQL} where d.id = $1`, [id]);
    if (!found) throw documentNotFound(id);
    return toDocumentRecord(found);
  }

  /** The collection's documents that a filter lets through, in the order of their first upload. */
  async list(
    collectionId: string,
    options: { limit: number; cursor?: string; status?: DocumentStatus; filter?: SearchFilter },
  ): Promise<Page<DocumentRecord>> {
    const cursor = options.cursor ? parseCursor(options.cursor) : null;
    const { conditions, parameters } = filterSql(options.filter ?? {}, 6);
    const found = await rows<DocumentRow>(
      this.db,
      `${DOCUMENT_RECORD_SQL}
       where d.collection_id = $1 and ($2::text is null or v.status = $2)
         and ($3::timestamptz is null or (d.created_at, d.id) > ($3, $4::uuid))
         ${conditions.map((condition) => `and ${condition}`).join(' ')}
       order by d.created_at, d.id limit $5`,
      [
        collectionId,
        options.status ?? null,
        cursor?.at ?? null,
        cursor?.id ?? null,
        options.limit + 1,
        ...parameters,
      ],
    );
    return toPage(found.map(toDocumentRecord), options.limit, (d) => ({
      at: d.createdAt.toISOString(),
      id: d.id,
    }));
  }

  /** Changes the document's metadata. @throws DomainError `document_not_found`. */
  async describe(id: string, metadata: DocumentMetadata): Promise<DocumentRecord> {
    await storeMetadata(this.db, id, metadata);
    return this.get(id);
  }

  /** Queues a failed newest version again. @throws DomainError `conflict` when it has not failed. */
  async retry(id: string): Promise<QueuedVersion> {
    const document = await this.get(id);
    if (!(await requeue(this.db, document.versionId))) {
      throw new DomainError(
        'conflict',
        `Document ${id} is ${document.status}; only a failed one can be retried.`,
      );
    }
    const { versionId } = document;
    return { documentId: id, versionId, place: await placeOf(this.db, versionId) };
  }

  /**
   * Ends the ingestion of all versions of a document that are not final: they become `failed` with `cancelled`, and
   * what an earlier version answers it goes on answering. Returns their ids; none when the newest has been cancelled
   * already. @throws DomainError `document_not_found`, `conflict` when the newest version is final in another way.
   */
  async cancel(id: string): Promise<string[]> {
    const cancelled = await returning<{ id: string }>(
      this.db,
      `update document_versions set status = 'failed', error = $2, progress = null, updated_at = now()
       where document_id = $1 and status in ('queued', 'processing') returning id`,
      [id, JSON.stringify(CANCELLED)],
    );
    if (cancelled.length > 0) return cancelled.map((version) => version.id);
    const { status, error } = await this.get(id);
    if (status === 'failed' && error?.code === 'cancelled') return [];
    throw new DomainError(
      'conflict',
      `Document ${id} is ${status}; only one that is queued or processing can be cancelled.`,
    );
  }

  /**
   * Deletes a document, its versions, texts and passages, and logs the removal for every index replica. Returns the
   * SHA-256 of each original that it used, and the versions whose ingestion it ends. @throws DomainError `document_not_found`.
   */
  async delete(id: string): Promise<{ collectionId: string; originals: string[]; open: string[] }> {
    return this.db.transaction(async (sql) => {
      const [document] = await rows<{ collection_id: string; ready_version: number | null }>(
        sql,
        `select collection_id, ready_version from documents where id = $1 for update`,
        [id],
      );
      if (!document) throw documentNotFound(id);
      // Locked, or an attempt that begins now could begin a text that nobody would remove.
      const versions = await rows<{
        id: string;
        version: number;
        sha256: string;
        extraction_id: string | null;
        open: boolean;
      }>(
        sql,
        `select id, version, sha256, extraction_id, status in ('queued', 'processing') as open
         from document_versions where document_id = $1 for update`,
        [id],
      );
      const visible = versions.filter((version) => version.version === document.ready_version);
      await appendToLog(
        sql,
        document.collection_id,
        visible.map((version) => ({ op: 'remove', versionId: version.id })),
      );
      await affected(sql, `delete from documents where id = $1`, [id]);
      await dropUnusedExtractions(sql, usedExtractions(versions));
      return {
        collectionId: document.collection_id,
        originals: [...new Set(versions.map((version) => version.sha256))],
        open: versions.filter((version) => version.open).map((version) => version.id),
      };
    });
  }

  /**
   * Calls `remove` for every original of the list that no version uses any more, safe against concurrent uploads. While
   * a backup is made, nothing is removed: the backup does it in the end.
   */
  async releaseOriginals(originals: string[], remove: (sha256: string) => Promise<void>): Promise<void> {
    for (const sha256 of originals) {
      await this.db.transaction(async (sql) => {
        await lockOriginal(sql, sha256);
        if (!(await mayRemoveOriginals(sql))) return;
        const used = await rows(sql, `select 1 from document_versions where sha256 = $1 limit 1`, [sha256]);
        if (used.length === 0) await remove(sha256);
      });
    }
  }

  /** Notes that a job for the version is in the queue, for the reconciler. */
  async markDispatched(versionId: string): Promise<void> {
    await this.db.query(
      `${COMMIT_SOON}
       update document_versions set dispatched_at = now(), dispatches = dispatches + 1 from soon where id = $1`,
      [versionId],
    );
  }
}

async function lockOriginal(sql: EntityManager, sha256: string): Promise<void> {
  await sql.query(`select pg_advisory_xact_lock(hashtext('kotae-original'), hashtext($1))`, [sha256]);
}

async function requeue(sql: DataSource | EntityManager, versionId: string): Promise<boolean> {
  const queued = await returning(
    sql,
    `update document_versions
     set status = 'queued', error = null, progress = null, solo_starts = 0, dispatches = 0, updated_at = now()
     where id = $1 and status = 'failed' returning id`,
    [versionId],
  );
  return queued.length > 0;
}

/** How many unfinished versions of its uploader are as old as this one or older. */
async function placeOf(sql: Sql, versionId: string): Promise<number> {
  const [found] = await rows<{ place: number }>(
    sql,
    `select ${PLACE_SQL} as place from document_versions v where v.id = $1`,
    [versionId],
  );
  return found?.place ?? 1;
}

const CANCELLED = {
  code: 'cancelled',
  message:
    'The ingestion was cancelled. POST /v1/documents/:id/retry, or upload the same bytes again, to go on where it ended.',
} satisfies ErrorInfo;

export function documentNotFound(id: string): DomainError {
  return new DomainError('document_not_found', `There is no document ${id}. It may have been deleted.`);
}
