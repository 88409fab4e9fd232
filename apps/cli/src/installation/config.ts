import { delimiter, resolve } from 'node:path';
import { DomainError } from '#contracts';
import { originalsSettings, type OriginalsSettings } from '#database';
import { z } from 'zod';
import { fromFile, readDatabaseUrl } from '../database/config.js';

const schema = z.object({
  KOTAE_DATA_DIR: z.string().min(1).default('.data'),
  KOTAE_MODELS_DIR: z.string().optional(),
  ...originalsSettings,
});

/** What the programs that look after an installation work on. */
export interface Installation {
  databaseUrl: string;
  /** Undefined where it is not given: some commands do without Redis. */
  redisUrl: string | undefined;
  dataDir: string;
  snapshotsFolder: string;
  modelsFolder: string;
  /** Where programs are looked for, those of KOTAE_OCR_TOOLS last. */
  searchPath: string;
  originals: OriginalsSettings;
  /** The originals, or files on their way to where they are kept. */
  originalsFolder: string;
}

/**
 * The installation that API and workers with the same settings run on.
 *
 * @throws DomainError `invalid_request` that names every setting that is wrong.
 */
export function readInstallation(env: Record<string, string | undefined> = process.env): Installation {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new DomainError('invalid_request', `The environment is not right: ${problems.join('; ')}`);
  }
  const { KOTAE_DATA_DIR, KOTAE_MODELS_DIR, KOTAE_ORIGINALS, KOTAE_S3_STYLE } = parsed.data;
  const dataDir = resolve(KOTAE_DATA_DIR);
  return {
    databaseUrl: readDatabaseUrl(env),
    redisUrl: env.REDIS_URL || fromFile(env.REDIS_URL_FILE),
    dataDir,
    snapshotsFolder: resolve(dataDir, 'index'),
    searchPath: [env.PATH, env.KOTAE_OCR_TOOLS].filter(Boolean).join(delimiter),
    modelsFolder: resolve(KOTAE_MODELS_DIR ?? resolve(dataDir, 'models')),
    originals: { KOTAE_ORIGINALS, KOTAE_S3_STYLE },
    originalsFolder: resolve(dataDir, 'originals'),
  };
}
