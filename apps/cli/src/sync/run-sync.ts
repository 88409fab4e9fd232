import { hostname } from 'node:os';
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { DomainError } from '#contracts';
import type { CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { Hashes } from './hashes.js';
import { reportText } from './report-text.js';
import { showUploads } from './show-uploads.js';
import { syncFolder, type SyncOptions, type SyncReport } from './sync-folder.js';
import { watchFolder } from './watch-folder.js';

/** What `kotae sync` is asked for with. */
export interface SyncCommand {
  folder: string;
  collection: string;
  prefix?: string;
  source?: string;
  delete?: boolean;
  force?: boolean;
  watch?: boolean;
  dryRun?: boolean;
  json?: boolean;
}

/** An overloaded service is asked again for some minutes: files wait, people do not. */
const PATIENT = { tries: 10, firstWaitMs: 500, maxWaitMs: 30_000 };
/** In `--watch` a file counts as whole when nothing has changed it for so long. */
const SETTLE_MS = 1000;

/**
 * `kotae sync <folder>`: makes a collection's documents those of a folder, and with `--watch` keeps them so.
 *
 * @returns the exit code: 0, or 1 when something could not be synced
 * @throws DomainError, KotaeError when nothing could
 */
export async function runSync(
  command: SyncCommand,
  context: Pick<CommandContext, 'out' | 'err' | 'env' | 'signal'>,
): Promise<number> {
  const { signal } = context;
  const options = await optionsOf(command);
  const kotae = openKotae(context, PATIENT);
  const hashes = new Hashes();
  let isFirst = true;
  const once = async (): Promise<SyncReport> => {
    const uploads = showUploads(context);
    const report = await syncFolder(kotae, options, hashes, signal, uploads.show).finally(uploads.stop);
    if (command.json) context.out.write(`${JSON.stringify(inSnakeCase(report, options))}\n`);
    else if (isFirst || hasNews(report)) context.out.write(reportText(report, options));
    isFirst = false;
    return report;
  };
  if (command.watch) {
    if (!command.json) context.err.write(`Watching ${options.folder}; Ctrl-C ends it.\n`);
    await watchFolder(options, once, context, signal);
    return 0;
  }
  return (await once()).failures.length > 0 ? 1 : 0;
}

async function optionsOf(command: SyncCommand): Promise<SyncOptions> {
  if (command.watch && command.dryRun) {
    throw new DomainError('invalid_request', 'Choose one of --watch and --dry-run.');
  }
  const folder = await realpath(resolve(command.folder)).catch((cause: unknown) => {
    throw new DomainError('not_found', `There is no folder ${command.folder}. Nothing was changed.`, {
      cause,
    });
  });
  return {
    folder,
    collection: command.collection,
    prefix: command.prefix ?? '',
    source: command.source ?? `${hostname()}:${folder}`,
    delete: command.delete ?? false,
    force: command.force ?? false,
    dryRun: command.dryRun ?? false,
    settleMs: command.watch ? SETTLE_MS : 0,
  };
}

function hasNews({ uploaded, deleted, failures }: SyncReport): boolean {
  return uploaded.length + deleted.length + failures.length > 0;
}

/** The report in the API's spelling. */
function inSnakeCase({ leftOut, ...report }: SyncReport, { collection, source, dryRun }: SyncOptions) {
  return { collection, sync_source: source, dry_run: dryRun, ...report, left_out: leftOut };
}
