/** The tables of one stored index. Each has its own, so that its HNSW index holds nothing that a search must skip. */
export interface IndexTables {
  /** Row of `kotae_index.indexes`. */
  id: number;
  passages: string;
  terms: string;
  versions: string;
  /** Name of the HNSW index, without its schema. */
  hnsw: string;
}

export function tablesOf(id: number): IndexTables {
  return {
    id,
    passages: `kotae_index.passages_${id}`,
    terms: `kotae_index.terms_${id}`,
    versions: `kotae_index.versions_${id}`,
    hnsw: `passages_${id}_hnsw`,
  };
}

/** What all indexes share. */
export const SHARED_TABLES = `
  create schema if not exists kotae_index;
  create table if not exists kotae_index.indexes (
    id int generated always as identity primary key,
    collection_id uuid not null,
    embedder_id text not null,
    dimensions int not null,
    format int not null,
    -- The newest entry of the change log that the tables contain.
    seq bigint,
    op text,
    version_id text,
    versions int not null default 0,
    passages bigint not null default 0,
    total_length bigint not null default 0,
    unique (collection_id, embedder_id, dimensions, format)
  )`;

/**
 * The tables of one index. Half precision: half the memory, HNSW for up to 4,000 dimensions instead of 2,000, and
 * cosines that agree in three digits. Rows stay whole in their page up to 8 kB, since ranking reads the terms of
 * many; what PostgreSQL would move aside costs a second read each.
 */
export function createTables({ passages, terms, versions }: IndexTables, dimensions: number): string {
  return `
  create table if not exists ${versions} (
    no int generated always as identity primary key,
    version_id text not null unique
  );
  create table if not exists ${passages} (
    id bigint primary key,
    version int not null,
    length int not null,
    headings text not null,
    terms tsvector not null,
    embedding halfvec(${dimensions})
  ) with (toast_tuple_target = 8160);
  alter table ${passages} alter column terms set storage main, alter column embedding set storage main;
  create index if not exists passages_${passages.split('_').at(-1)}_terms on ${passages} using gin (terms);
  create index if not exists passages_${passages.split('_').at(-1)}_version on ${passages} (version);
  create table if not exists ${terms} (
    term text primary key,
    passages int not null
  ) with (fillfactor = 70)`;
}

export function dropTables({ passages, terms, versions }: IndexTables): string {
  return `drop table if exists ${passages}, ${terms}, ${versions}`;
}
