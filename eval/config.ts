import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { ModelSettings } from '../apps/worker/src/models/models.js';

const schema = z.object({
  KOTAE_DATA_DIR: z.string().default('.data'),
  KOTAE_MODELS_DIR: z.string().optional(),
  KOTAE_MODEL: z.string().optional(),
  KOTAE_EMBEDDER: z.string().optional(),
  KOTAE_GPU: z.enum(['cpu', 'cuda', 'metal', 'vulkan']).default('cpu'),
  KOTAE_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .default(Math.max(1, availableParallelism() - 1)),
  KOTAE_SEQUENCES: z.coerce.number().int().min(1).max(64).default(2),
  KOTAE_LONG_CONTEXT: z.coerce.number().int().min(4097).max(131_072).default(32_768),
  /** A running Kotae, for `--collection`; `npm run eval` finds the one that `npm start` runs. */
  KOTAE_URL: z.url().optional(),
  KOTAE_API_KEY: z.string().optional(),
});

/** The evaluation's settings: the worker's own for models, and where a running Kotae is. */
export interface EvalConfig extends ModelSettings {
  /** Where runs are kept that name no folder. */
  runsFolder: string;
  url: string | undefined;
  apiKey: string | undefined;
}

/** @throws Error that lists every setting that is wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): EvalConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new Error(`The evaluation cannot start:\n${z.prettifyError(parsed.error)}`);
  const { KOTAE_URL: url, KOTAE_API_KEY: apiKey, KOTAE_MODELS_DIR, KOTAE_DATA_DIR, ...models } = parsed.data;
  const data = resolve(KOTAE_DATA_DIR);
  return {
    ...models,
    KOTAE_ROLES: ['answer'],
    modelsFolder: resolve(KOTAE_MODELS_DIR ?? resolve(data, 'models')),
    runsFolder: resolve(data, 'eval'),
    url,
    apiKey,
  };
}
