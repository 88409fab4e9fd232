import {
  DomainError,
  type ErrorInfo,
  type IngestProgress,
  type IngestStage,
  type PassageDraft,
} from '#contracts';
import type { DataSource, EntityManager } from 'typeorm';
import type { EmbedderIdentity } from '../collections/collections.repository.js';
import { appendToLog, lockLog } from '../index-log/index-log.repository.js';
import { affected, COMMIT_SOON, returning, rows } from '../sql.js';
import { DocumentVersionEntity } from './document-version.entity.js';
import { DocumentEntity } from './document.entity.js';

/** How an attempt at ingesting begins. */
export type IngestStart =
  | { outcome: 'started'; version: DocumentVersionEntity; document: DocumentEntity }
  /** The attempt before this one died without a word: it must run alone. */
  | { outcome: 'quarantine' }
  /** Final already, superseded by a newer upload, or deleted. */
  | { outcome: 'gone' };

/** Attempts at ingesting one document version; every write is fenced by the attempt's epoch. */
export class IngestAttemptsRepository {
  constructor(private readonly db: DataSource) {}

  /** As for questions: a version still `processing` lost its worker and may only start again `alone`. */
  async start(versionId: string, options: { alone: boolean }): Promise<IngestStart> {
    const started = await returning<{ id: string }>(
      this.db,
      `update document_versions
       set status = 'processing', epoch = epoch + 1, solo_starts = solo_starts + $2::int, error = null,
           progress = null, updated_at = now()
       where id = $1 and status = any($3) returning id`,
      [versionId, options.alone ? 1 : 0, options.alone ? ['queued', 'processing'] : ['queued']],
    );
    const version = await this.db.getRepository(DocumentVersionEntity).findOneBy({ id: versionId });
    if (!version) return { outcome: 'gone' };
    if (started.length === 0) return { outcome: version.status === 'processing' ? 'quarantine' : 'gone' };
    const document = await this.db.getRepository(DocumentEntity).findOneBy({ id: version.documentId });
    return document ? { outcome: 'started', version, document } : { outcome: 'gone' };
  }

  /** Notes how far the attempt has come. False when it no longer owns the version. */
  async progress(versionId: string, epoch: number, progress: IngestProgress): Promise<boolean> {
    const count = await affected(
      this.db,
      `${COMMIT_SOON}
       update document_versions set progress = $3, updated_at = now()
       from soon where id = $1 and epoch = $2 and status = 'processing'`,
      [versionId, epoch, JSON.stringify(progress)],
    );
    return count > 0;
  }

  /** Whether the attempt still owns its version. */
  async owns(versionId: string, epoch: number): Promise<boolean> {
    const found = await rows(
      this.db,
      `select 1 from document_versions where id = $1 and epoch = $2 and status = 'processing'`,
      [versionId, epoch],
    );
    return found.length > 0;
  }

  /** Whether the version has reached neither `ready` nor `failed`. */
  async isOpen(versionId: string): Promise<boolean> {
    const found = await rows(
      this.db,
      `select 1 from document_versions where id = $1 and status in ('queued', 'processing')`,
      [versionId],
    );
    return found.length > 0;
  }

  /** Notes that the step before `stage` is done, so that a later attempt begins there. */
  async advance(versionId: string, epoch: number, stage: IngestStage): Promise<void> {
    const count = await affected(
      this.db,
      `update document_versions set stage = $3, updated_at = now()
       where id = $1 and epoch = $2 and status = 'processing'`,
      [versionId, epoch, stage],
    );
    if (count === 0) throw lost();
  }

  /** Removes the passages that an earlier attempt at cutting has left. */
  async dropPassages(versionId: string, epoch: number): Promise<void> {
    await this.fenced(versionId, epoch, (sql) =>
      sql.query(`delete from passages where version_id = $1`, [versionId]),
    );
  }

  /** Saves a batch of passages; nobody sees them before {@link publish}. */
  async savePassages(versionId: string, epoch: number, passages: PassageDraft[]): Promise<void> {
    await this.fenced(versionId, epoch, (sql) =>
      sql.query(
        `insert into passages (version_id, ordinal, start_offset, end_offset, page, heading, text)
         select $1, * from unnest($2::int[], $3::int[], $4::int[], $5::int[], $6::text[], $7::text[])`,
        [
          versionId,
          passages.map((passage) => passage.ordinal),
          passages.map((passage) => passage.start),
          passages.map((passage) => passage.end),
          passages.map((passage) => passage.page),
          passages.map((passage) => passage.heading),
          passages.map((passage) => passage.text),
        ],
      ),
    );
  }

  /**
   * Makes the version the one that answers, in one step for all readers: its passages appear in the change log and
   * those of the version before it disappear. A version that a newer one has overtaken only becomes ready.
   *
   * Returns null when that is done. Returns an embedder, having done nothing, when that has become the collection's
   * meanwhile and has not read all passages of the version: let it, then call again.
   */
  async publish(versionId: string, epoch: number): Promise<EmbedderIdentity | null> {
    return this.db.transaction(async (sql) => {
      // The document before its version, as deletion does, or the two could deadlock.
      const [document] = await rows<{ id: string; collection_id: string; ready_version: number | null }>(
        sql,
        `select d.id, d.collection_id, d.ready_version from documents d
         join document_versions v on v.document_id = d.id where v.id = $1 for update of d`,
        [versionId],
      );
      const version = await lockOwned(sql, versionId, epoch);
      if (!document) throw lost();
      const overtaken = (document.ready_version ?? 0) > version.version;
      if (!overtaken) {
        // From here on the collection's embedder stays what it is until the version is published.
        await lockLog(sql, document.collection_id);
        const unread = await embedderToRead(sql, document.collection_id, versionId);
        if (unread) return unread;
        const [previous] = await rows<{ id: string }>(
          sql,
          `select id from document_versions where document_id = $1 and version = $2`,
          [document.id, document.ready_version],
        );
        await sql.query(`update documents set ready_version = $2 where id = $1`, [
          document.id,
          version.version,
        ]);
        await appendToLog(sql, document.collection_id, [
          { op: 'add', versionId },
          ...(previous ? [{ op: 'remove' as const, versionId: previous.id }] : []),
        ]);
        if (previous) await sql.query(`delete from passages where version_id = $1`, [previous.id]);
      }
      await sql.query(
        `update document_versions set status = 'ready', progress = null, updated_at = now(),
           passages = (select count(*) from passages where version_id = $1)
         where id = $1`,
        [versionId],
      );
      return null;
    });
  }

  /** Ends the version as failed. Without `epoch`, whoever runs it (reconciler, quarantine). */
  async fail(versionId: string, epoch: number | null, error: ErrorInfo): Promise<boolean> {
    const count = await affected(
      this.db,
      `update document_versions set status = 'failed', error = $3, progress = null, updated_at = now()
       where id = $1 and ($2::int is null or epoch = $2) and status in ('queued', 'processing')`,
      [versionId, epoch, JSON.stringify(error)],
    );
    return count > 0;
  }

  /** Gives the version back in good order; see `QuestionAttemptsRepository.handBack`. */
  async handBack(versionId: string, epoch: number, options: { wasAlone: boolean }): Promise<void> {
    await this.db.query(
      `update document_versions
       set status = 'queued', solo_starts = greatest(0, solo_starts - $3::int), updated_at = now()
       where id = $1 and epoch = $2 and status = 'processing'`,
      [versionId, epoch, options.wasAlone ? 1 : 0],
    );
  }

  /** See `QuestionAttemptsRepository.takeUndispatched`. */
  async takeUndispatched(olderThanSeconds: number, limit: number): Promise<OpenVersion[]> {
    return returning<OpenVersion>(
      this.db,
      `update document_versions set dispatched_at = now()
       where id in (
         select id from document_versions
         where status in ('queued', 'processing')
           and coalesce(dispatched_at, created_at) < now() - make_interval(secs => $1)
         order by created_at limit $2 for update skip locked)
       returning id, status, dispatches, (select ${PLACE_SQL} from document_versions v
         where v.id = document_versions.id) as place`,
      [olderThanSeconds, limit],
    );
  }

  /** Runs `work` in a transaction that holds the version's row, if this attempt still owns it. */
  private async fenced(
    versionId: string,
    epoch: number,
    work: (sql: EntityManager) => Promise<unknown>,
  ): Promise<void> {
    await this.db.transaction(async (sql) => {
      await lockOwned(sql, versionId, epoch);
      await work(sql);
    });
  }
}

/** The collection's embedder, if it has not read all passages of the version; else null. */
async function embedderToRead(
  sql: EntityManager,
  collectionId: string,
  versionId: string,
): Promise<EmbedderIdentity | null> {
  const [unread] = await rows<EmbedderIdentity>(
    sql,
    `select c.embedder_id as id, c.embedder_dimensions as dimensions from collections c
     where c.id = $1 and c.embedder_id is not null and exists (
       select 1 from passages p where p.version_id = $2 and not exists (
         select 1 from passage_embeddings e where e.passage_id = p.id and e.embedder_id = c.embedder_id))`,
    [collectionId, versionId],
  );
  return unread ?? null;
}

/** Locks the version's row if this attempt still owns it. @throws DomainError `cancelled` when it does not. */
async function lockOwned(
  sql: EntityManager,
  versionId: string,
  epoch: number,
): Promise<DocumentVersionEntity> {
  const version = await sql
    .getRepository(DocumentVersionEntity)
    .createQueryBuilder('v')
    .setLock('pessimistic_write')
    .where({ id: versionId, epoch, status: 'processing' })
    .getOne();
  if (!version) throw lost();
  return version;
}

function lost(): DomainError {
  return new DomainError('cancelled', 'Another attempt took the document over, or it was deleted.');
}

/** What the reconciler needs to know of an open version. */
export type OpenVersion = Pick<DocumentVersionEntity, 'id' | 'status'> & {
  dispatches: number;
  /** Its place among the unfinished versions of its uploader, from 1. */
  place: number;
};

/** The place of a version `v` among the unfinished ones of its uploader, from 1. */
export const PLACE_SQL = `(select greatest(1, count(*))::int from document_versions o
  where o.uploader = v.uploader and o.status in ('queued', 'processing')
    and (o.created_at, o.id) <= (v.created_at, v.id))`;
