import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembers which of the versions with the same bytes is being worked on, so that the others wait and use its work. */
export class ExtractionTurns1700000060000 implements MigrationInterface {
  readonly name = 'ExtractionTurns1700000060000';

  async up(db: QueryRunner): Promise<void> {
    // No foreign key: a version that is gone has no turn.
    await db.query('alter table extractions add column turn uuid');
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
