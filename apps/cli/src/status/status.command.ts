import { KotaeError, type KotaeClient } from '#client';
import { CliCommand } from '../command/cli-command.js';
import { exitCodes, type CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { counted, formatBytes, formatTable } from '../command/terminal.js';

/** `kotae status`: what runs, what answers, what waits. */
export function statusCommand(context: CommandContext): CliCommand {
  return new CliCommand('status')
    .summary('show the service, its models, workers and queues')
    .description(
      'Show whether the service is ready, what answers, who works and what waits. Workers and queues take a key of the scope admin.',
    )
    .json()
    .example('npx kotae status', 'for people')
    .example('npx kotae status --json | jq .queues', 'for scripts')
    .section('Exit status', '0 ready; 1 something is missing; 4 the service does not answer.')
    .action(({ json }: { json?: boolean }) => status(context, json));
}

async function status(context: CommandContext, json?: boolean): Promise<void> {
  const kotae = openKotae(context);
  const found = await look(kotae, context.signal);
  context.out.write(json ? `${JSON.stringify(found)}\n` : inWords(found));
  if (found.missing.length > 0) context.exitCode = exitCodes.failed;
}

/** Everything that the key may see; null for what takes an admin's. */
async function look(kotae: KotaeClient, signal: AbortSignal) {
  const missing = await kotae.ready(signal).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof KotaeError) || error.code !== 'service_unavailable') throw error;
      return error.fields;
    },
  );
  const [models, workers, queues] = await Promise.all([
    kotae.models(signal).then(
      ({ items }) => items,
      (error: unknown) => (missing.length > 0 ? [] : Promise.reject(error as Error)),
    ),
    forAdmins(kotae.http.GET('/v1/workers', { signal })),
    forAdmins(kotae.http.GET('/v1/queues', { signal })),
  ]);
  return { url: kotae.url, missing, models, workers, queues };
}

/** What only an admin's key may see; null when this one is none, or what it comes from is away. */
async function forAdmins<T>(call: Promise<{ data?: { items: T[] } }>): Promise<T[] | null> {
  try {
    return (await call).data?.items ?? [];
  } catch (error) {
    if (error instanceof KotaeError && (error.code === 'forbidden' || error.retryable)) return null;
    throw error;
  }
}

function inWords({ url, missing, models, workers, queues }: Awaited<ReturnType<typeof look>>): string {
  const state = missing.map(({ path, message }) => `${path} ${message}`).join('; ');
  const lines = [`Kotae at ${url}: ${state === '' ? 'ready' : `not ready: ${state}`}`];
  const section = (title: string, rows: string[][] | undefined): void => {
    if (rows && rows.length > 0)
      lines.push('', title, ...formatTable(rows).map((line) => `  ${line.trimEnd()}`));
  };
  section(
    'Models',
    models.map(({ id, lanes, workers: count, embedder }) => [
      id,
      lanes.map(({ name, sequences, context_size: size }) => `${name} ${sequences} × ${size}`).join(', '),
      counted(count, 'worker'),
      embedder.id,
    ]),
  );
  section(
    'Workers',
    workers?.map(({ id, roles, rss, started_at: since }) => [
      id,
      roles.join(', '),
      formatBytes(rss),
      `since ${since}`,
    ]),
  );
  section(
    'Queues',
    queues?.map(({ name, running, waiting, delayed }) => [
      name,
      `${running} running`,
      `${waiting} waiting`,
      delayed > 0 ? `${delayed} to be tried again` : '',
    ]),
  );
  return `${lines.join('\n')}\n`;
}
