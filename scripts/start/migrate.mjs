import { join } from 'node:path';
import { root } from '../paths.mjs';
import { run } from '../process/run.mjs';

/** Brings the database's schema up to date. @param {NodeJS.ProcessEnv} env with DATABASE_URL */
export async function migrateDatabase(env) {
  await run(process.execPath, [join(root, 'dist/apps/cli/src/main.js'), 'migrate'], {
    env,
    quiet: true,
  }).catch((error) => {
    throw new Error(`the database could not be migrated:\n${error.output}`, { cause: error });
  });
}
