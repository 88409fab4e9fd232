import { rows, type Sql } from '../sql.js';
import type { IndexTables } from './index-tables.js';
import { readState, type IndexState } from './index-state.js';
import { tsqueryText } from './text-search.js';

/** Passages up to this many are compared one by one when a search is confined to them, as in memory. */
const EXACT_UP_TO = 20_000;

/** Which passages may be found: those of these versions, whose folded headings contain this text. */
export interface IndexFilter {
  versions?: readonly string[] | undefined;
  headings?: string | undefined;
}

/** One index as a transaction sees it; see `StoreView` of the retrieval library. */
export class PgvectorView {
  private narrow: Promise<boolean> | null = null;

  constructor(
    private readonly sql: Sql,
    private readonly tables: IndexTables,
    private readonly filter: IndexFilter | undefined,
  ) {}

  state(): Promise<IndexState> {
    return readState(this.sql, this.tables.id);
  }

  isNarrow(): Promise<boolean> {
    this.narrow ??= this.countFiltered();
    return this.narrow;
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
    const { condition, parameters } = this.filterFrom(6);
    const found = await rows<{ id: string }>(
      this.sql,
      `select p.id from unnest($1::text[], $2::float8[]) as q (query, weight)
       cross join lateral (
         select id, length from ${this.tables.passages} where terms @@ q.query::tsquery and ${condition}
       ) p
       group by p.id, p.length
       order by sum(q.weight) / (1 + $3::float8 + $4::float8 * p.length) desc, p.id limit $5`,
      [
        terms.map(({ term }) => tsqueryText(term)),
        terms.map(({ weight }) => weight),
        norm.fixed,
        norm.perTerm,
        limit,
        ...parameters,
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

  /** Behind a narrow filter all that it lets through are compared: an HNSW index would find few of them, or none. */
  async nearest(embedding: Float32Array, k: number): Promise<{ id: number; similarity: number }[]> {
    const { condition, parameters } = this.filterFrom(3);
    const allowed = `select id, embedding from ${this.tables.passages} where embedding is not null and ${condition}`;
    const source = `with p as ${(await this.isNarrow()) ? 'materialized' : 'not materialized'} (${allowed})`;
    const found = await rows<{ id: string; similarity: number }>(
      this.sql,
      `${source} select id, 1 - (embedding <=> $1::halfvec) as similarity from p
       order by embedding <=> $1::halfvec limit $2`,
      [`[${embedding.join(',')}]`, k, ...parameters],
    );
    return found
      .map(({ id, similarity }) => ({ id: Number(id), similarity }))
      .sort((a, b) => b.similarity - a.similarity || a.id - b.id);
  }

  private async countFiltered(): Promise<boolean> {
    if (!this.filter) return false;
    const { condition, parameters } = this.filterFrom(1);
    const [row] = await rows<{ count: string }>(
      this.sql,
      `select count(*) from (select 1 from ${this.tables.passages} where ${condition} limit ${EXACT_UP_TO + 1}) p`,
      parameters,
    );
    return Number(row?.count) <= EXACT_UP_TO;
  }

  /** The filter as a condition with parameters numbered from `first`. */
  private filterFrom(first: number): { condition: string; parameters: unknown[] } {
    const conditions = ['true'];
    const parameters: unknown[] = [];
    const parameter = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
    const { versions, headings } = this.filter ?? {};
    if (versions !== undefined) {
      // As an array that is made first, so that the planner knows that it is one lookup and not a join.
      const numbers = `select no from ${this.tables.versions} where version_id = any(${parameter(versions)}::text[])`;
      conditions.push(`version = any(array(${numbers}))`);
    }
    if (headings !== undefined) conditions.push(`strpos(headings, ${parameter(headings)}) > 0`);
    return { condition: conditions.join(' and '), parameters };
  }
}
