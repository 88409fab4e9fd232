import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passages copied by one statement, so that none takes longer than the server allows. */
const PIECE = 20_000;

/**
 * Moves embeddings out of the passages, so that a passage can have one by each embedder, and adds the changes of a
 * collection's embedder.
 */
export class EmbedderChanges1700000005000 implements MigrationInterface {
  readonly name = 'EmbedderChanges1700000005000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table collections add column index_generation int not null default 0;

      create table passage_embeddings (
        passage_id bigint not null references passages on delete cascade,
        embedder_id text not null,
        embedding bytea not null,
        primary key (passage_id, embedder_id)
      );

      create table embedder_changes (
        collection_id uuid primary key references collections on delete cascade,
        embedder_id text not null,
        embedder_dimensions int not null,
        from_embedder_id text,
        swap text not null check (swap in ('automatic', 'manual')),
        status text not null default 'embedding' check (status in ('embedding', 'ready', 'done', 'cancelled')),
        done int not null default 0,
        total int not null default 0,
        comparison json,
        error json,
        -- Whether nothing is left of it in passage_embeddings that is not needed.
        cleared boolean not null default false,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz not null default now()
      );
    `);
    const [newest] = (await db.query(`select max(id) as id from passages`)) as { id: string | null }[];
    for (let after = 0; after < Number(newest?.id ?? 0); after += PIECE) {
      await db.query(
        `insert into passage_embeddings (passage_id, embedder_id, embedding)
         select p.id, c.embedder_id, p.embedding from passages p
         join document_versions v on v.id = p.version_id
         join documents d on d.id = v.document_id
         join collections c on c.id = d.collection_id
         where p.id > $1 and p.id <= $2 and c.embedder_id is not null`,
        [after, after + PIECE],
      );
    }
    await db.query(`alter table passages drop column embedding`);
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
