import { DomainError } from '#contracts';
import type { DataSource } from 'typeorm';
import { appendToLog, lockLog } from '../index-log/index-log.repository.js';
import { rows, type Sql } from '../sql.js';

/** A document whose rows contradict each other. */
export interface DriftedDocument {
  id: string;
  name: string;
  collection: string;
}

/** An entry that the change log of a collection lacks. */
export interface LogGap {
  collectionId: string;
  collection: string;
  versionId: string;
  /** `add` of a version that answers, or `remove` of one that does not. */
  op: 'add' | 'remove';
}

const PAGE = 1000;

/**
 * Finds rows that contradict each other, which only a fault outside of Kotae can bring about (a restored half, a hand in
 * the database, a disk that lied), and mends them in ways that readers see as one step.
 */
export class DriftRepository {
  constructor(private readonly db: DataSource) {}

  /** Names of migrations that the database still lacks. */
  async pendingMigrations(): Promise<string[]> {
    const [table] = await rows<{ present: boolean }>(
      this.db,
      `select to_regclass('migrations') is not null as present`,
    );
    const done = table?.present ? await rows<{ name: string }>(this.db, 'select name from migrations') : [];
    const names = new Set(done.map(({ name }) => name));
    return this.db.migrations.flatMap(({ name = '' }) => (names.has(name) ? [] : [name]));
  }

  /** Documents whose answering version does not exist or is not ready. */
  strayReadyVersions(): Promise<DriftedDocument[]> {
    return rows(
      this.db,
      `${DOCUMENTS} where d.ready_version is not null and not exists (
         select 1 from document_versions v
         where v.document_id = d.id and v.version = d.ready_version and v.status = 'ready')`,
    );
  }

  /** Documents whose answering version says that it has passages, and does not have them all. */
  lackingPassages(): Promise<DriftedDocument[]> {
    return rows(
      this.db,
      `${DOCUMENTS} join document_versions v on v.document_id = d.id and v.version = d.ready_version
       where v.status = 'ready' and v.passages is distinct from (
         select count(*) from passages p where p.version_id = v.id)`,
    );
  }

  /** Documents with an answering passage that their collection's embedder has not read. */
  lackingEmbeddings(): Promise<DriftedDocument[]> {
    return rows(
      this.db,
      `${DOCUMENTS} join document_versions v on v.document_id = d.id and v.version = d.ready_version
       where c.embedder_id is not null and exists (
         select 1 from passages p where p.version_id = v.id and not exists (
           select 1 from passage_embeddings e where e.passage_id = p.id and e.embedder_id = c.embedder_id))`,
    );
  }

  /** What the change logs lack: versions that answer are in the index, and no others. */
  logGaps(): Promise<LogGap[]> {
    return rows(this.db, LOG_GAPS);
  }

  /** Writes what a log lacks, unless somebody has meanwhile. */
  async closeGap({ collectionId, versionId, op }: LogGap): Promise<void> {
    await this.db.transaction(async (sql) => {
      await lockLog(sql, collectionId);
      const gaps = await rows<LogGap>(sql, `${LOG_GAPS} where gap.version_id = $1`, [versionId]);
      if (gaps.some((gap) => gap.op === op)) await appendToLog(sql, collectionId, [{ op, versionId }]);
    });
  }

  /**
   * Has the document's newest bytes read again as its next version, which then answers in place of the damaged one. The
   * worker takes it from the table. @throws DomainError `document_not_found`
   */
  async readAgain(documentId: string): Promise<void> {
    await this.db.transaction((sql) => readAgain(sql, documentId));
  }

  /** Lets the document answer from no version, until one is ready. */
  async forgetReadyVersion(documentId: string): Promise<void> {
    await this.db.query('update documents set ready_version = null where id = $1', [documentId]);
  }

  /** Every original that a version speaks of, in pages by hash, with one document that has it. */
  async *originals(): AsyncGenerator<(DriftedDocument & { sha256: string; size: number })[]> {
    for (let after = ''; ;) {
      const page = await rows<DriftedDocument & { sha256: string; size: string }>(
        this.db,
        `select distinct on (v.sha256) v.sha256, v.size, d.id, d.name, c.name as collection
         from document_versions v join documents d on d.id = v.document_id join collections c on c.id = d.collection_id
         where v.sha256 > $1 order by v.sha256, v.created_at desc limit ${PAGE}`,
        [after],
      );
      const last = page.at(-1);
      if (!last) return;
      yield page.map((row) => ({ ...row, size: Number(row.size) }));
      after = last.sha256;
    }
  }

  /** Which of these originals no version speaks of. */
  async unused(hashes: string[]): Promise<string[]> {
    const found = await rows<{ sha256: string }>(
      this.db,
      `select sha256 from unnest($1::text[]) as known (sha256)
       where not exists (select 1 from document_versions v where v.sha256 = known.sha256)`,
      [hashes],
    );
    return found.map(({ sha256 }) => sha256);
  }

  /** Which of these ids are rows that are still open. */
  async openAmong(ids: string[]): Promise<Set<string>> {
    const found = await rows<{ id: string }>(
      this.db,
      `select id from document_versions where id = any($1::uuid[]) and status in ('queued', 'processing')
       union all select id from questions where id = any($1::uuid[]) and status in ('queued', 'running')`,
      [ids],
    );
    return new Set(found.map(({ id }) => id));
  }

  /** Ids of open rows that are older than two minutes, at most 10,000. */
  async openRows(): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.db,
      `select id from document_versions
         where status in ('queued', 'processing') and created_at < now() - interval '2 minutes'
       union all select id from questions
         where status in ('queued', 'running') and created_at < now() - interval '2 minutes' limit 10000`,
    );
    return found.map(({ id }) => id);
  }
}

/** Selects documents as {@link DriftedDocument}; callers add joins and conditions. */
export const DOCUMENTS = `
  select d.id, d.name, c.name as collection from documents d join collections c on c.id = d.collection_id`;

/** {@link DriftRepository.readAgain} inside the caller's transaction. */
export async function readAgain(sql: Sql, documentId: string): Promise<void> {
  const [newest] = await rows<{ version: number; sha256: string; size: string; status: string }>(
    sql,
    `select v.version, v.sha256, v.size, v.status from documents d
     join document_versions v on v.document_id = d.id and v.version = d.latest_version
     where d.id = $1 for update of d`,
    [documentId],
  );
  if (!newest) throw new DomainError('document_not_found', `Document ${documentId} has no version at all.`);
  // A newer version is on its way, and will answer.
  if (newest.status === 'queued' || newest.status === 'processing') return;
  await sql.query(
    `insert into document_versions (document_id, version, sha256, size, status) values ($1, $2, $3, $4, 'queued')`,
    [documentId, newest.version + 1, newest.sha256, newest.size],
  );
  await sql.query('update documents set latest_version = $2 where id = $1', [documentId, newest.version + 1]);
}

const LOG_GAPS = `
  with last as (
    select distinct on (collection_id, version_id) collection_id, version_id, op
    from index_log order by collection_id, version_id, seq desc),
  answering as (
    select d.collection_id, v.id as version_id from documents d
    join document_versions v on v.document_id = d.id and v.version = d.ready_version)
  select c.id as "collectionId", c.name as collection, gap.version_id as "versionId", gap.op from (
    select a.collection_id, a.version_id, 'add' as op from answering a
    left join last l using (collection_id, version_id) where l.op is distinct from 'add'
    union all
    select l.collection_id, l.version_id, 'remove' from last l
    left join answering a using (collection_id, version_id) where l.op = 'add' and a.version_id is null
  ) gap join collections c on c.id = gap.collection_id`;
