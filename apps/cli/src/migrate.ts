import { migrate } from '#database';
import { readDatabaseUrl } from './database/config.js';

/** `npm run migrate`: brings the database's schema up to date and says what that took. */
async function main(): Promise<void> {
  const ran = await migrate(readDatabaseUrl());
  console.log(ran.length === 0 ? 'The schema is up to date.' : `Migrated: ${ran.join(', ')}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
