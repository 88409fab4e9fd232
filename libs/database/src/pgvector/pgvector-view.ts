import { rows, type Sql } from '../sql.js';
import type { IndexTables } from './index-tables.js';
import { readState, type IndexState } from './index-state.js';
import { tsqueryText } from './text-search.js';

/** One index as a transaction sees it; see `StoreView` of the retrieval library. */
export class PgvectorView {
  constructor(
    private readonly sql: Sql,
    private readonly tables: IndexTables,
  ) {}

  state(): Promise<IndexState> {
    return readState(this.sql, this.tables.id);
  }

  async passagesWith(terms: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ term: string; passages: number }>(
      this.sql,
      `select term, passages from ${this.tables.terms} where term = any($1) and passages > 0`,
      [terms],
    );
    return new Map(found.map(({ term, passages }) => [term, passages]));
  }

  /** One look into the GIN index for each term; of the passages only the head of the row is read. */
  async candidates(
    terms: readonly { term: string; weight: number }[],
    norm: { fixed: number; perTerm: number },
    limit: number,
  ): Promise<number[]> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select p.id from unnest($1::text[], $2::float8[]) as q (query, weight)
       cross join lateral (select id, length from ${this.tables.passages} where terms @@ q.query::tsquery) p
       group by p.id, p.length
       order by sum(q.weight) / (1 + $3::float8 + $4::float8 * p.length) desc, p.id limit $5`,
      [
        terms.map(({ term }) => tsqueryText(term)),
        terms.map(({ weight }) => weight),
        norm.fixed,
        norm.perTerm,
        limit,
      ],
    );
    return found.map(({ id }) => Number(id));
  }

  async frequencies(
    ids: readonly number[],
    terms: readonly string[],
  ): Promise<{ id: number; length: number; term: string; frequency: number }[]> {
    const found = await rows<{ id: string; length: number; term: string; frequency: number }>(
      this.sql,
      `select p.id, p.length, t.lexeme as term, cardinality(t.positions) as frequency
       from ${this.tables.passages} p cross join lateral unnest(p.terms) t
       where p.id = any($1) and t.lexeme = any($2)`,
      [ids, terms],
    );
    return found.map((row) => ({ ...row, id: Number(row.id) }));
  }

  async nearest(embedding: Float32Array, k: number): Promise<{ id: number; similarity: number }[]> {
    const found = await rows<{ id: string; similarity: number }>(
      this.sql,
      `select id, 1 - (embedding <=> $1::halfvec) as similarity from ${this.tables.passages}
       where embedding is not null order by embedding <=> $1::halfvec limit $2`,
      [`[${embedding.join(',')}]`, k],
    );
    return found
      .map(({ id, similarity }) => ({ id: Number(id), similarity }))
      .sort((a, b) => b.similarity - a.similarity || a.id - b.id);
  }
}
