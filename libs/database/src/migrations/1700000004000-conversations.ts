import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations: questions of one owner about one collection, in order. */
export class Conversations1700000004000 implements MigrationInterface {
  readonly name = 'Conversations1700000004000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table conversations (
        id uuid primary key,
        owner text not null,
        collection_id uuid references collections on delete set null,
        collection_name text not null,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now()
      );
      create index conversations_page on conversations (owner, updated_at desc, id desc);

      alter table questions
        add column conversation_id uuid references conversations on delete cascade,
        add column turn int,
        add column standalone_question text,
        add constraint questions_turn check ((conversation_id is null) = (turn is null));
      -- Turns have an order, and one is asked only when the one before it has its end.
      create unique index questions_turns on questions (conversation_id, turn) where conversation_id is not null;
      create unique index questions_open_turn on questions (conversation_id)
        where conversation_id is not null and status in ('queued', 'running');
    `);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
