import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a key may do. Keys made before go on doing all that they could, which is `use`. */
export class KeyScopes1700000050000 implements MigrationInterface {
  readonly name = 'KeyScopes1700000050000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `alter table api_keys add column scope text not null default 'use' check (scope in ('use', 'admin'))`,
    );
  }

  async down(): Promise<void> {
    throw new Error('Kotae migrates forward only; restore a backup to go back.');
  }
}
