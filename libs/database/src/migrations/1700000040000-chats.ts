import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a question that came as a chat says beside its last message; null for all others. */
export class Chats1700000040000 implements MigrationInterface {
  readonly name = 'Chats1700000040000';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table questions add column chat json');
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
