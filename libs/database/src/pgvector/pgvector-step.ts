import { rows } from '../sql.js';
import type { Connection } from './connections.js';
import type { IndexTables } from './index-tables.js';
import type { LogPosition } from './index-state.js';
import { tsvectorText } from './text-search.js';

/** A passage as it is stored. */
interface NewPassage {
  id: number;
  frequencies: ReadonlyMap<string, number>;
  length: number;
  headings: string;
  embedding: Float32Array | null;
}

/** One step of the change log in one transaction, which holds the lock of the index's row from begin to end. */
export class PgvectorStep {
  private readonly staged = new Map<string, number>();

  /** @param connection on which the transaction is open; the step releases it. */
  constructor(
    private readonly connection: Connection,
    private readonly tables: IndexTables,
  ) {}

  async holds(versionId: string): Promise<boolean> {
    return (await this.numbersOf([versionId])).length > 0;
  }

  async stage(versionId: string, passages: readonly NewPassage[]): Promise<void> {
    await this.connection.query(
      `insert into ${this.tables.passages} (id, version, length, headings, terms, embedding)
       select id, $1, length, headings, terms::tsvector, embedding::halfvec
       from unnest($2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[])
         as p (id, length, headings, terms, embedding)`,
      [
        await this.numberOf(versionId),
        passages.map(({ id }) => id),
        passages.map(({ length }) => length),
        passages.map(({ headings }) => headings),
        passages.map(({ frequencies }) => tsvectorText(frequencies)),
        passages.map(({ embedding }) => embedding && `[${embedding.join(',')}]`),
      ],
    );
  }

  async publish(removed: readonly string[], reached: LogPosition): Promise<void> {
    const { passages, versions, id } = this.tables;
    const added = [...this.staged.values()];
    if (added.length > 0) await this.count(added, 1);
    const gone = await this.numbersOf(removed);
    if (gone.length > 0) {
      await this.count(gone, -1);
      await this.connection.query(`delete from ${passages} where version = any($1)`, [gone]);
      await this.connection.query(`delete from ${versions} where no = any($1)`, [gone]);
    }
    await this.connection.query(
      `update kotae_index.indexes set seq = $2, op = $3, version_id = $4 where id = $1`,
      [id, reached.seq, reached.op, reached.versionId],
    );
    await this.connection.query('commit');
    await this.connection.release();
  }

  async abandon(): Promise<void> {
    await this.connection.query('rollback').catch(() => undefined);
    await this.connection.release().catch(() => undefined);
  }

  /** Adds what these versions hold to the counts that searches weigh terms by, or takes it away. */
  private async count(numbers: readonly number[], sign: 1 | -1): Promise<void> {
    const { passages, terms, id } = this.tables;
    await this.connection.query(
      `insert into ${terms} as t (term, passages)
       select u.lexeme, $2::int * count(*) from ${passages} p cross join lateral unnest(p.terms) u
       where p.version = any($1) group by u.lexeme order by u.lexeme
       on conflict (term) do update set passages = t.passages + excluded.passages`,
      [numbers, sign],
    );
    await this.connection.query(
      `update kotae_index.indexes i
       set versions = i.versions + $3::int * cardinality($2::int[]), passages = i.passages + $3::int * p.count,
           total_length = i.total_length + $3::int * p.length
       from (select count(*) as count, coalesce(sum(length), 0) as length from ${passages} where version = any($2)) p
       where i.id = $1`,
      [id, numbers, sign],
    );
  }

  private async numberOf(versionId: string): Promise<number> {
    const known = this.staged.get(versionId);
    if (known !== undefined) return known;
    const [row] = await rows<{ no: number }>(
      this.connection,
      `insert into ${this.tables.versions} (version_id) values ($1) returning no`,
      [versionId],
    );
    this.staged.set(versionId, row!.no);
    return row!.no;
  }

  private async numbersOf(versionIds: readonly string[]): Promise<number[]> {
    const found = await rows<{ no: number }>(
      this.connection,
      `select no from ${this.tables.versions} where version_id = any($1)`,
      [versionIds],
    );
    return found.map(({ no }) => no);
  }
}
