import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Remembers how many pictures of a text nobody could recognise where it was read. */
export class UnreadPictures1700000070000 implements MigrationInterface {
  readonly name = 'UnreadPictures1700000070000';

  async up(db: QueryRunner): Promise<void> {
    // Null for texts that are not complete, and for older ones, of which nobody knows.
    await db.query('alter table extractions add column unread_pictures int');
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
