import { resolve } from 'node:path';
import { DomainError } from '#contracts';
import { loadConfig as loadWorkerConfig, type WorkerConfig } from '../apps/worker/src/config.js';
import type { ModelSettings } from '../apps/worker/src/models/model-settings.js';

/** The worker insists on them; an evaluation reaches neither. */
const NO_SERVICES = { DATABASE_URL: 'postgres://unused', REDIS_URL: 'redis://unused' };

/** The evaluation's settings: the worker's own for models, and where results are kept. */
export interface EvalConfig extends ModelSettings {
  KOTAE_RERANK_TOP: number;
  KOTAE_RERANK_MS: number;
  /** Where runs are kept that name no folder. */
  runsFolder: string;
  /** Of the sources that are built; results of two builds are not mixed. */
  build: string | undefined;
}

/**
 * Reads the same variables as the worker; models that the command line names count more.
 * @throws DomainError `invalid_request` that lists every setting that is wrong
 */
export function loadConfig(
  env: NodeJS.ProcessEnv,
  { model, embedder }: { model?: string; embedder?: string },
): EvalConfig {
  const config = workerConfig({ ...env, ...NO_SERVICES, KOTAE_ROLES: 'answer' });
  return {
    ...config,
    KOTAE_MODEL: model ?? config.KOTAE_MODEL,
    KOTAE_EMBEDDER: embedder ?? config.KOTAE_EMBEDDER,
    runsFolder: resolve(env.KOTAE_DATA_DIR ?? '.data', 'eval'),
    build: env.KOTAE_BUILD,
  };
}

function workerConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  try {
    return loadWorkerConfig(env);
  } catch (cause) {
    throw new DomainError('invalid_request', (cause as Error).message, { cause });
  }
}
