import type { DataSource } from 'typeorm';
import { fromBytes, toBytes } from '../index-log/embedding-bytes.js';
import { affected, rows, type Sql } from '../sql.js';

/** A passage that an embedder is still to read. */
export interface UnembeddedPassage {
  id: number;
  ordinal: number;
  heading: string;
  text: string;
}

/** Versions of a collection that answer now and have a passage without an embedding by $2. */
const LACKING = `
  select v.id from documents d
  join document_versions v on v.document_id = d.id and v.version = d.ready_version
  where d.collection_id = $1 and exists (
    select 1 from passages p where p.version_id = v.id and not exists (
      select 1 from passage_embeddings e where e.passage_id = p.id and e.embedder_id = $2))`;

/** Embeddings of passages, by any number of embedders each. They go when their passage goes. */
export class PassageEmbeddingsRepository {
  constructor(private readonly db: DataSource) {}

  /** Versions that answer now and that the embedder has not read whole, after `afterId` in order of their ids. */
  async versionsLacking(collectionId: string, embedderId: string, afterId: string | null): Promise<string[]> {
    const found = await rows<{ id: string }>(
      this.db,
      `${LACKING} and ($3::uuid is null or v.id > $3) order by v.id limit 50`,
      [collectionId, embedderId, afterId],
    );
    return found.map(({ id }) => id);
  }

  /** The version's first passages after an ordinal that the embedder has not read. */
  async unembedded(
    versionId: string,
    embedderId: string,
    { after, limit }: { after: number; limit: number },
  ): Promise<UnembeddedPassage[]> {
    const found = await rows<{ id: string; ordinal: number; heading: string; text: string }>(
      this.db,
      `select p.id, p.ordinal, p.heading, p.text from passages p
       where p.version_id = $1 and p.ordinal > $3 and not exists (
         select 1 from passage_embeddings e where e.passage_id = p.id and e.embedder_id = $2)
       order by p.ordinal limit $4`,
      [versionId, embedderId, after, limit],
    );
    return found.map(({ id, ...passage }) => ({ id: Number(id), ...passage }));
  }

  /**
   * Gives passages the embeddings of others that read the same under the same headings, in whatever document.
   * Returns the ids of those that have one now.
   */
  async copyAlike(embedderId: string, passageIds: number[]): Promise<Set<number>> {
    const copied = await rows<{ passage_id: string }>(
      this.db,
      `with wanted as (select id, heading, text from passages where id = any($2) order by id for key share)
       insert into passage_embeddings (passage_id, embedder_id, embedding)
       select wanted.id, $1, alike.embedding from wanted
       cross join lateral (
         select e.embedding from passages p
         join passage_embeddings e on e.passage_id = p.id and e.embedder_id = $1
         where md5(p.heading || E'\n' || p.text) = md5(wanted.heading || E'\n' || wanted.text)
           and p.heading = wanted.heading and p.text = wanted.text
         limit 1) alike
       on conflict do nothing returning passage_id`,
      [embedderId, passageIds],
    );
    return new Set(copied.map((row) => Number(row.passage_id)));
  }

  /** How many passages the version has, and how many of them the embedder has read. */
  async countOf(versionId: string, embedderId: string): Promise<{ done: number; total: number }> {
    const [counts] = await rows<{ done: number; total: number }>(
      this.db,
      `select count(*)::int as total, count(e.passage_id)::int as done from passages p
       left join passage_embeddings e on e.passage_id = p.id and e.embedder_id = $2
       where p.version_id = $1`,
      [versionId, embedderId],
    );
    return counts ?? { done: 0, total: 0 };
  }

  /** Saves embeddings; of passages that were deleted meanwhile, and of those that have one already, none. */
  async save(embedderId: string, passageIds: number[], embeddings: Float32Array[]): Promise<void> {
    // The lock makes a deletion wait, so that none can come between looking for the passage and referring to it.
    await this.db.query(
      `with present as (select id from passages where id = any($2) order by id for key share)
       insert into passage_embeddings (passage_id, embedder_id, embedding)
       select present.id, $1, made.embedding
       from unnest($2::bigint[], $3::bytea[]) as made (passage_id, embedding)
       join present on present.id = made.passage_id
       on conflict do nothing`,
      [embedderId, passageIds, embeddings.map(toBytes)],
    );
  }

  /** How many passages of the collection answer now, and how many of them the embedder has read. */
  async count(collectionId: string, embedderId: string): Promise<{ done: number; total: number }> {
    const [counts] = await rows<{ done: number; total: number }>(
      this.db,
      `select count(*)::int as total, count(e.passage_id)::int as done
       from documents d
       join document_versions v on v.document_id = d.id and v.version = d.ready_version
       join passages p on p.version_id = v.id
       left join passage_embeddings e on e.passage_id = p.id and e.embedder_id = $2
       where d.collection_id = $1`,
      [collectionId, embedderId],
    );
    return counts ?? { done: 0, total: 0 };
  }

  /** Both embedders' embeddings of the passages that answer now and have both, in batches by id, at most `most`. */
  async *pairs(collectionId: string, before: string, after: string, most: number): AsyncGenerator<Pair[]> {
    for (let last = 0, seen = 0; seen < most;) {
      const batch = await rows<{ id: string; text: string; before: Buffer; after: Buffer }>(
        this.db,
        `select p.id, p.text, b.embedding as before, a.embedding as after
         from passages p
         join document_versions v on v.id = p.version_id
         join documents d on d.id = v.document_id and d.ready_version = v.version
         join passage_embeddings b on b.passage_id = p.id and b.embedder_id = $2
         join passage_embeddings a on a.passage_id = p.id and a.embedder_id = $3
         where d.collection_id = $1 and p.id > $4 order by p.id limit ${PAIRS}`,
        [collectionId, before, after, last],
      );
      if (batch.length === 0) return;
      yield batch.map((row) => ({
        id: Number(row.id),
        text: row.text,
        before: fromBytes(row.before),
        after: fromBytes(row.after),
      }));
      last = Number(batch.at(-1)?.id);
      seen += batch.length;
    }
  }

  /**
   * Removes up to `limit` embeddings in the collection that no embedder of `kept` made. Returns how many went; call
   * it until that is none.
   */
  removeOthers(collectionId: string, kept: string[], limit: number): Promise<number> {
    return affected(
      this.db,
      `delete from passage_embeddings where (passage_id, embedder_id) in (
         select e.passage_id, e.embedder_id from documents d
         join document_versions v on v.document_id = d.id
         join passages p on p.version_id = v.id
         join passage_embeddings e on e.passage_id = p.id
         where d.collection_id = $1 and e.embedder_id <> all($2) limit $3)`,
      [collectionId, kept, limit],
    );
  }
}

const PAIRS = 500;

/** A passage as two embedders see it. */
export interface Pair {
  id: number;
  text: string;
  before: Float32Array;
  after: Float32Array;
}

/** Whether a passage that answers now lacks an embedding by the embedder. */
export async function lacksEmbeddings(sql: Sql, collectionId: string, embedderId: string): Promise<boolean> {
  return (await rows(sql, `${LACKING} limit 1`, [collectionId, embedderId])).length > 0;
}
