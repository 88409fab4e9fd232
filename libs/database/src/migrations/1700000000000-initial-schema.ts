import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Collections, documents with their versions, texts and passages, the index's change log, questions and keys. */
export class InitialSchema1700000000000 implements MigrationInterface {
  readonly name = 'InitialSchema1700000000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table api_keys (
        id uuid primary key default gen_random_uuid(),
        name text not null,
        prefix text not null unique,
        hash bytea not null,
        created_at timestamptz not null default now(),
        last_used_at timestamptz,
        revoked_at timestamptz
      );

      create table collections (
        id uuid primary key default gen_random_uuid(),
        name text not null unique,
        description text,
        embedder_id text,
        embedder_dimensions int,
        created_at timestamptz not null default now()
      );
      insert into collections (name) values ('default');

      create table documents (
        id uuid primary key default gen_random_uuid(),
        collection_id uuid not null references collections on delete cascade,
        name text not null,
        latest_version int not null,
        ready_version int,
        created_at timestamptz(3) not null default now(),
        unique (collection_id, name)
      );
      create index documents_page on documents (collection_id, created_at, id);

      create table document_versions (
        id uuid primary key default gen_random_uuid(),
        document_id uuid not null references documents on delete cascade,
        version int not null,
        sha256 text not null,
        size bigint not null,
        status text not null default 'queued' check (status in ('queued', 'processing', 'ready', 'failed')),
        epoch int not null default 0,
        solo_starts int not null default 0,
        dispatched_at timestamptz,
        dispatches int not null default 0,
        progress json,
        error json,
        media_type text,
        title text,
        pages int,
        passages int,
        text_length int,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (document_id, version)
      );
      create index document_versions_open on document_versions (created_at) where status in ('queued', 'processing');
      create index document_versions_sha256 on document_versions (sha256);

      -- The extracted text in pieces, so that any range is read without loading the whole; offsets are UTF-16 units.
      create table document_texts (
        version_id uuid not null references document_versions on delete cascade,
        start_offset int not null,
        text text not null,
        primary key (version_id, start_offset)
      );

      -- Ids are labels of the HNSW index, which are 32 bits wide.
      create table passages (
        id bigint generated always as identity (maxvalue 4294967295) primary key,
        version_id uuid not null references document_versions on delete cascade,
        ordinal int not null,
        start_offset int not null,
        end_offset int not null,
        page int,
        heading text not null,
        text text not null,
        embedding bytea not null,
        unique (version_id, ordinal)
      );

      create table index_log (
        seq bigint generated always as identity primary key,
        collection_id uuid not null references collections on delete cascade,
        op text not null check (op in ('add', 'remove')),
        version_id uuid not null,
        created_at timestamptz not null default now()
      );
      create index index_log_tail on index_log (collection_id, seq);

      create table questions (
        id uuid primary key,
        owner text not null,
        idempotency_key text,
        request_hash text not null,
        collection_id uuid references collections on delete set null,
        collection_name text not null,
        question text not null,
        options json not null,
        status text not null default 'queued'
          check (status in ('queued', 'running', 'answered', 'not_in_documents', 'failed', 'cancelled')),
        epoch int not null default 0,
        solo_starts int not null default 0,
        dispatched_at timestamptz,
        dispatches int not null default 0,
        index_seq bigint not null,
        answer text,
        citations json not null default '[]',
        sources json not null default '[]',
        stop_reason text,
        usage json,
        timings json,
        model json,
        error json,
        created_at timestamptz(3) not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        unique (owner, idempotency_key)
      );
      create index questions_open on questions (owner, created_at) where status in ('queued', 'running');
      create index questions_page on questions (owner, created_at desc, id desc);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
