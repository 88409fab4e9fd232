import type { KeyScope } from '#contracts';
import { DataSource } from 'typeorm';
import { dataSourceOptions, KeysRepository } from '#database';

/** Makes an API key, as `npm run keys -- create` does. */
export async function createKey(databaseUrl: string, name: string, scope: KeyScope = 'use'): Promise<string> {
  const db = await new DataSource(dataSourceOptions(databaseUrl, 'kotae-test', 1)).initialize();
  try {
    const { key } = await new KeysRepository(db).create(name, scope);
    return key;
  } finally {
    await db.destroy();
  }
}
