import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which synced folder a document belongs to, so that it deletes no other folder's documents. */
export class SyncSource1700000030000 implements MigrationInterface {
  readonly name = 'SyncSource1700000030000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table documents add column sync_source text');
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
