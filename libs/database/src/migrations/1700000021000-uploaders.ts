import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembers who uploaded a version, so that one who uploads much delays nobody else. */
export class Uploaders1700000021000 implements MigrationInterface {
  readonly name = 'Uploaders1700000021000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table document_versions add column uploader text not null default 'local';
      create index document_versions_queue on document_versions (uploader, created_at)
        where status in ('queued', 'processing');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
