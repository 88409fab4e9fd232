import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps what each step of ingestion has made, so that an attempt goes on where the one before it ended. A text belongs
 * to the bytes that it was read from, and is shared by all versions that have them.
 */
export class IngestSteps1700000020000 implements MigrationInterface {
  readonly name = 'IngestSteps1700000020000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- What a reader made of some bytes; text_length is null until it has come to their end.
      create table extractions (
        id uuid primary key default gen_random_uuid(),
        sha256 text not null,
        -- What read them: another one may make another text of the same bytes.
        reader text not null,
        -- The fence of those who write: +1 each time the bytes are read.
        reads int not null default 0,
        media_type text,
        title text,
        pages int,
        text_length int,
        created_at timestamptz not null default now(),
        unique (sha256, reader)
      );

      alter table document_texts rename to extraction_texts;
      alter table extraction_texts rename column version_id to extraction_id;
      alter table extraction_texts drop constraint document_texts_version_id_fkey;
      alter table extraction_texts rename constraint document_texts_pkey to extraction_texts_pkey;
      -- Pages that begin in the piece, and headings that stand in it.
      alter table extraction_texts add column pages json not null default '[]';
      alter table extraction_texts add column headings json not null default '[]';

      alter table document_versions add column extraction_id uuid references extractions;
      -- The step that comes next.
      alter table document_versions add column stage text not null default 'parse'
        check (stage in ('parse', 'chunk', 'embed', 'index'));

      -- Texts that exist keep their ids. Where their pages lie was not stored, so they are not read from again.
      insert into extractions (id, sha256, reader, reads, media_type, title, pages, text_length)
        select id, sha256, 'version ' || id, 1, media_type, title, pages, text_length
        from document_versions where status = 'ready' and text_length is not null;
      delete from extraction_texts t where not exists (select 1 from extractions e where e.id = t.extraction_id);
      update document_versions v set extraction_id = v.id, stage = 'index'
        from extractions e where e.id = v.id;
      delete from passages p using document_versions v where v.id = p.version_id and v.status <> 'ready';
      alter table extraction_texts
        add foreign key (extraction_id) references extractions on delete cascade;
      create index document_versions_extraction on document_versions (extraction_id);
      alter table document_versions
        drop column media_type, drop column title, drop column pages, drop column text_length;

      -- Finds passages that read the same, whose embeddings are the same too.
      create index passages_alike on passages (md5(heading || E'\\n' || text));
    `);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
