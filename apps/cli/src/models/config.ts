import { resolve } from 'node:path';
import { z } from 'zod';
import { DomainError } from '#contracts';

/** Unset and empty mean the same, as Compose files and CI systems cannot tell them apart. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);

const environmentSchema = z
  .object({
    KOTAE_MODELS_DIR: optional(z.string().default('.data/models')),
    HF_ENDPOINT: optional(z.url({ protocol: /^https?$/ }).default('https://huggingface.co')),
    HF_TOKEN: optional(z.string().optional()),
  })
  .transform((env) => ({
    /** Absolute path of the folder that holds the model files. */
    folder: resolve(env.KOTAE_MODELS_DIR),
    /** The hub, or a mirror of it. */
    baseUrl: env.HF_ENDPOINT,
    /** Access token for repositories that want one. */
    token: env.HF_TOKEN ?? null,
  }));

/** What `npm run models` takes from the environment. */
export type ModelsConfig = z.infer<typeof environmentSchema>;

/** @throws DomainError `invalid_request` naming the variable that is wrong */
export function readConfig(env: Record<string, string | undefined> = process.env): ModelsConfig {
  const parsed = environmentSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new DomainError('invalid_request', `The environment is not right: ${problems.join('; ')}`);
}
