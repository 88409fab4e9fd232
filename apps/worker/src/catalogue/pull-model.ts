import { DomainError, pullCancelKey, type PullProgress } from '#contracts';
import { downloadModel, findEntry, locateModel, type DownloadProgress } from '#llm';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import type { RedisConnections } from '../redis/connections.js';

/** Between reports of progress, and between looks whether the pull is still wanted, in milliseconds. */
const REPORT_MS = 500;

/** Where a model is put, by whom, and how both are told. */
export interface PullPlace {
  config: Pick<WorkerConfig, 'modelsFolder' | 'HF_ENDPOINT' | 'HF_TOKEN'>;
  redis: RedisConnections;
  workerId: string;
}

const log = new Logger('models');

/**
 * Fetches a model of the catalogue into the models folder and reports how far it has come.
 *
 * @param leave aborts when this worker must not go on, whether or not the pull is still wanted
 * @throws DomainError `model_not_found`, `cancelled`, or whatever the download says
 */
export async function pullModel(
  id: string,
  job: Job,
  { config, redis, workerId }: PullPlace,
  leave: AbortSignal,
): Promise<void> {
  // Only what the catalogue has: a job is no way to have any address fetched.
  const location = findEntry(id) && locateModel(id, { folder: config.modelsFolder });
  if (!location) throw new DomainError('model_not_found', `The worker does not know the model "${id}".`);
  const cancelKey = pullCancelKey(id);
  const cancelling = new AbortController();
  let last: DownloadProgress | null = null;
  let reported: DownloadProgress | null = null;
  const report = async (): Promise<void> => {
    if (last === null || last === reported) return;
    reported = last;
    await job.updateProgress(toJson(last, workerId));
  };
  const look = async (): Promise<void> => {
    if ((await redis.commands.exists(cancelKey)) > 0) cancelling.abort();
    await report();
  };
  // Neither is worth failing for: while Redis is away, the download goes on.
  const timer = setInterval(() => void look().catch(() => undefined), REPORT_MS);
  try {
    await look().catch(() => undefined);
    log.log(`fetching ${id}`);
    await downloadModel(location, {
      baseUrl: config.HF_ENDPOINT,
      token: config.HF_TOKEN ?? null,
      signal: AbortSignal.any([cancelling.signal, leave]),
      onProgress: (progress) => (last = progress),
      onRetry: ({ reason }) => log.warn(`${id}: ${reason}; trying again`),
    });
    log.log(`${id} is there; workers use it after a restart`);
  } catch (error) {
    throw explained(error, config.modelsFolder);
  } finally {
    clearInterval(timer);
    await report().catch(() => undefined);
    if (!leave.aborted) await redis.commands.del(cancelKey).catch(() => undefined);
  }
}

function toJson({ phase, doneBytes, totalBytes }: DownloadProgress, worker: string): PullProgress {
  return { phase, done_bytes: doneBytes, total_bytes: totalBytes, worker };
}

/** In containers the models are often mounted to be read only. */
function explained(error: unknown, folder: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM') return error;
  return new DomainError(
    'model_download_failed',
    `The worker may not write to its models folder ${folder}. Let it, or fetch the model on that machine: ` +
      'npm run models -- pull (with Docker: docker compose run --rm models pull)',
    { cause: error },
  );
}
