import { migrate } from '#database';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { readDatabaseUrl } from '../database/config.js';

/** `kotae migrate`: brings the database's schema up to date and says what that took. */
export function migrateCommand({ env, out }: CommandContext): CliCommand {
  return new CliCommand('migrate')
    .summary('bring the database up to date')
    .description('Bring the database up to date. "npm start" does it by itself.')
    .json()
    .example('npx kotae migrate', 'before a new version of the service starts')
    .action(async ({ json }: { json?: boolean }) => {
      const ran = await migrate(readDatabaseUrl(env));
      if (json) out.write(`${JSON.stringify({ migrations: ran })}\n`);
      else out.write(ran.length === 0 ? 'The schema is up to date.\n' : `Migrated: ${ran.join(', ')}\n`);
    });
}
