import { z } from 'zod';
import { defaultServerTimeouts, type ServerOptions } from '#llm';

const milliseconds = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

/** Settings of the OpenAI-compatible server, for answers and for embeddings. */
export const openAiSettings = {
  /** Base address up to and without `/chat/completions`, e.g. http://127.0.0.1:11434/v1. */
  KOTAE_OPENAI_URL: z.url({ protocol: /^https?$/ }).optional(),
  KOTAE_OPENAI_KEY: z.string().optional(),
  /** How the key is sent; by default `api-key` when there is an API version, as Azure wants it. */
  KOTAE_OPENAI_KEY_HEADER: z.enum(['authorization', 'api-key']).optional(),
  /** Azure's `api-version`. */
  KOTAE_OPENAI_API_VERSION: z.string().optional(),
  /** The models that answer, by their names on the server, separated by commas, the preferred one first. */
  KOTAE_OPENAI_MODEL: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .pipe(z.array(z.string().min(1)).min(1))
    .optional(),
  /** Tokens of prompt and answer together, where the server does not tell or tells wrong. */
  KOTAE_OPENAI_CONTEXT: z.coerce.number().int().min(512).optional(),
  /** Answers asked of the server at a time. */
  KOTAE_OPENAI_CONCURRENCY: z.coerce.number().int().min(1).max(256).default(8),
  KOTAE_OPENAI_CONNECT_MS: milliseconds(defaultServerTimeouts.connect),
  KOTAE_OPENAI_FIRST_TOKEN_MS: milliseconds(defaultServerTimeouts.firstToken),
  KOTAE_OPENAI_IDLE_MS: milliseconds(defaultServerTimeouts.idle),
  /** Further attempts at a request that fails before it gives any text. */
  KOTAE_OPENAI_RETRIES: z.coerce.number().int().min(0).max(10).default(2),
};

export type OpenAiSettings = z.infer<z.ZodObject<typeof openAiSettings>>;

/** How the server is spoken to; null without an address. */
export function serverOptions(settings: OpenAiSettings): ServerOptions | null {
  const { KOTAE_OPENAI_URL: url, KOTAE_OPENAI_KEY: key } = settings;
  if (url === undefined) return null;
  return {
    url,
    ...(key !== undefined && { key }),
    ...(settings.KOTAE_OPENAI_KEY_HEADER && { keyHeader: settings.KOTAE_OPENAI_KEY_HEADER }),
    ...(settings.KOTAE_OPENAI_API_VERSION && { apiVersion: settings.KOTAE_OPENAI_API_VERSION }),
    retries: settings.KOTAE_OPENAI_RETRIES,
    timeouts: {
      connect: settings.KOTAE_OPENAI_CONNECT_MS,
      firstToken: settings.KOTAE_OPENAI_FIRST_TOKEN_MS,
      idle: settings.KOTAE_OPENAI_IDLE_MS,
    },
  };
}
