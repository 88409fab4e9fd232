import { dataSourceOptions, KeysRepository } from '#database';
import { DataSource } from 'typeorm';
import { readDatabaseUrl } from './database/config.js';
import { runKeys } from './keys/run-keys.js';

/** `npm run keys -- create|list|revoke`: the API keys of an installation. */
async function main(): Promise<void> {
  const terminal = { out: process.stdout, err: process.stderr };
  process.exitCode = await runKeys(process.argv.slice(2), openKeys, terminal);
}

async function openKeys(): Promise<{ keys: KeysRepository; close: () => Promise<void> }> {
  const db = await new DataSource(dataSourceOptions(readDatabaseUrl(), 'kotae-keys', 1)).initialize();
  return { keys: new KeysRepository(db), close: () => db.destroy() };
}

void main();
