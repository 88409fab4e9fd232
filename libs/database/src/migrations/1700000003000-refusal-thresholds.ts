import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a collection says that its documents do not hold an answer; null for the defaults. */
export class RefusalThresholds1700000003000 implements MigrationInterface {
  readonly name = 'RefusalThresholds1700000003000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table collections add column refusal json');
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
