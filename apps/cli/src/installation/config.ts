import { resolve } from 'node:path';
import { DomainError } from '#contracts';
import { originalsSettings, type OriginalsSettings } from '#database';
import { z } from 'zod';
import { readDatabaseUrl } from '../database/config.js';

const schema = z.object({ KOTAE_DATA_DIR: z.string().min(1).default('.data'), ...originalsSettings });

/** What the programs that look after an installation work on. */
export interface Installation {
  databaseUrl: string;
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
  const { KOTAE_DATA_DIR, KOTAE_ORIGINALS, KOTAE_S3_STYLE } = parsed.data;
  return {
    databaseUrl: readDatabaseUrl(env),
    originals: { KOTAE_ORIGINALS, KOTAE_S3_STYLE },
    originalsFolder: resolve(KOTAE_DATA_DIR, 'originals'),
  };
}
