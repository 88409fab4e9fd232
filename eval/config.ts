import { resolve } from 'node:path';
import { loadConfig as loadWorkerConfig } from '../apps/worker/src/config.js';
import type { ModelSettings } from '../apps/worker/src/models/model-settings.js';

/** The worker insists on them; an evaluation reaches neither. */
const NO_SERVICES = { DATABASE_URL: 'postgres://unused', REDIS_URL: 'redis://unused' };

/** The evaluation's settings: the worker's own for models, and where a running Kotae is. */
export interface EvalConfig extends ModelSettings {
  KOTAE_RERANK_TOP: number;
  KOTAE_RERANK_MS: number;
  /** Where runs are kept that name no folder. */
  runsFolder: string;
  /** A running Kotae, for `--collection`; `npm run eval` finds the one that `npm start` runs. */
  url: string | undefined;
  apiKey: string | undefined;
  /** Of the sources that are built; results of two builds are not mixed. */
  build: string | undefined;
}

/** Reads the same variables as the worker. @throws Error that lists every setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): EvalConfig {
  return {
    ...loadWorkerConfig({ ...env, ...NO_SERVICES, KOTAE_ROLES: 'answer' }),
    runsFolder: resolve(env.KOTAE_DATA_DIR ?? '.data', 'eval'),
    url: env.KOTAE_URL,
    apiKey: env.KOTAE_API_KEY,
    build: env.KOTAE_BUILD,
  };
}
