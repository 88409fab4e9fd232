import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** Unset and empty mean the same, as Compose files and CI systems cannot tell them apart. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const configSchema = z.object({
  KOTAE_URL: optional(z.url({ protocol: /^https?$/ }).default('http://127.0.0.1:3000')),
  KOTAE_API_KEY: optional(z.string().optional()),
});

/** Where Kotae runs, and where the samples are. */
export interface SamplesConfig {
  /** Without a slash at its end. */
  url: string;
  /** Needed unless Kotae runs in development mode on this machine. */
  apiKey: string | undefined;
  folder: string;
}

/** Reads `KOTAE_URL` and `KOTAE_API_KEY`. */
export function readConfig(): SamplesConfig {
  const env = configSchema.parse(process.env);
  return { url: env.KOTAE_URL.replace(/\/+$/u, ''), apiKey: env.KOTAE_API_KEY, folder: findSamples(__dirname) };
}

/** The project's `samples` folder, seen from the source as from the built program. */
function findSamples(from: string): string {
  const samples = join(from, 'samples');
  if (existsSync(join(samples, 'questions.json')) || dirname(from) === from) return samples;
  return findSamples(dirname(from));
}
