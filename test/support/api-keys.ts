import { DataSource } from 'typeorm';
import { dataSourceOptions, KeysRepository } from '#database';

/** Makes an API key, as `npm run keys -- create` does. */
export async function createKey(databaseUrl: string, name: string): Promise<string> {
  const db = await new DataSource(dataSourceOptions(databaseUrl, 'kotae-test', 1)).initialize();
  try {
    const { key } = await new KeysRepository(db).create(name);
    return key;
  } finally {
    await db.destroy();
  }
}
