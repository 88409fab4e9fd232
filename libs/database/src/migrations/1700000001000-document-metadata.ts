import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people say about a document, for filters: tags, a date, and where it comes from. */
export class DocumentMetadata1700000001000 implements MigrationInterface {
  readonly name = 'DocumentMetadata1700000001000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table documents
        add column tags text[] not null default '{}',
        add column document_date date,
        add column source_url text;
      create index documents_tags on documents using gin (tags);
      create index documents_date on documents (collection_id, document_date);
    `);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
