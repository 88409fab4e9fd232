import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { originalsSettings } from '#database';
import { defaultParseLimits, defaultProcessLimits, limitSettings } from '#documents';
import { z } from 'zod';
import { openAiSettings } from './models/openai-settings.js';
import { generatorKinds } from './models/generator-kinds.js';

const count = (fallback: number) => z.coerce.number().int().min(1).default(fallback);
const milliseconds = count;

const schema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  KOTAE_DATA_DIR: z.string().default('.data'),
  ...originalsSettings,
  KOTAE_MODELS_DIR: z.string().optional(),
  /** The hub that models are pulled from, or a mirror of it, and the token of those that want one. */
  HF_ENDPOINT: z.url({ protocol: /^https?$/ }).default('https://huggingface.co'),
  HF_TOKEN: z.string().optional(),
  /** What this worker does: `answer` (also serves searches), `ingest`, or both. */
  KOTAE_ROLES: z
    .string()
    .default('answer,ingest')
    .transform((roles) => roles.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(['answer', 'ingest'])).min(1)),
  /**
   * Who answers, in order: one that is unavailable is stood in for by the next. Without it, the server of
   * KOTAE_OPENAI_MODEL, else the model on disk, else `extractive`.
   */
  KOTAE_GENERATORS: z
    .string()
    .transform((kinds) => kinds.split(',').map((kind) => kind.trim()))
    .pipe(z.array(z.enum(generatorKinds)).min(1))
    .refine((kinds) => new Set(kinds).size === kinds.length, 'names a generator twice')
    .optional(),
  ...openAiSettings,
  /** Catalogue id, path or hf: URI; without it the best model on disk, else none (extractive answers). */
  KOTAE_MODEL: z.string().optional(),
  /** The same for embedding models, separated by commas, the preferred one first; without it the best one on disk. */
  KOTAE_EMBEDDER: z.string().optional(),
  /** What the embedding model wants before questions and passages, and how it pools; the catalogue's rule otherwise. */
  KOTAE_EMBEDDER_QUERY_PREFIX: z.string().optional(),
  KOTAE_EMBEDDER_PASSAGE_PREFIX: z.string().optional(),
  KOTAE_EMBEDDER_POOLING: z.enum(['cls', 'mean', 'last']).optional(),
  /** The same for a reranker; without it there is none, even when one is on disk. */
  KOTAE_RERANKER: z.string().optional(),
  /**
   * Best candidates that the reranker reads, and how long it may take before the fused order stands. 20 hold the
   * passage with the answer in 97 to 99 % of the questions of our sets, 10 in up to 1.5 points fewer; the time grows
   * with every one.
   */
  KOTAE_RERANK_TOP: z.coerce.number().int().min(1).max(100).default(20),
  KOTAE_RERANK_MS: milliseconds(2000),
  KOTAE_GPU: z.enum(['cpu', 'cuda', 'metal', 'vulkan']).default('cpu'),
  KOTAE_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .default(Math.max(1, availableParallelism() - 1)),
  /** Questions that the short lane answers at a time. */
  KOTAE_SEQUENCES: z.coerce.number().int().min(1).max(64).default(2),
  /** Largest context of the long lane, in tokens; memory and the model may allow less. */
  KOTAE_LONG_CONTEXT: z.coerce.number().int().min(4097).max(131_072).default(32_768),
  /** LoRA adapters for the model, as path:scale, separated by commas. */
  KOTAE_LORA: z.string().optional(),
  /** Number format of cached keys and values: what is fastest and fits, or this one at any rate. */
  KOTAE_KV_CACHE: z.enum(['auto', 'f16', 'q8_0']).default('auto'),
  /**
   * What the marks in prompts are made from; each worker draws its own by default. With the same one everywhere, the
   * same question on the same sources gives the same prompt, and at temperature 0 the same answer, on every worker.
   */
  KOTAE_PROMPT_SECRET: z.string().min(16).optional(),
  /** Whether answers that quote are made in fewer steps, by looking up in the prompt what they go on with. */
  KOTAE_PROMPT_LOOKUP: z.enum(['on', 'off']).default('on'),
  /** Where the beginnings that prompts share are kept across restarts, and how many megabytes of them; unset: nowhere. */
  KOTAE_PREFIX_DIR: z.string().optional(),
  KOTAE_PREFIX_MB: z.coerce.number().int().min(1).default(8192),
  /** How long one computation of the model may take before its process counts as hung and is restarted. */
  KOTAE_ENGINE_HANG_MS: milliseconds(120_000),
  /** Parts in which whole documents are read for one question at most: each is a run of the model. */
  KOTAE_MAX_PARTS: z.coerce.number().int().min(1).max(256).default(16),
  /** Most pages (PDF), slides or sheets of a document. */
  KOTAE_MAX_PAGES: count(defaultParseLimits.maxPages),
  /** Largest file, in bytes, of all types but plain text, which is read in a stream. */
  KOTAE_MAX_FILE_BYTES: count(defaultParseLimits.maxBytes),
  /** Longest text, in UTF-16 code units, read from a file of these types. */
  KOTAE_MAX_CHARACTERS: count(defaultParseLimits.maxCharacters),
  /** Most entries of the ZIP containers in a document, bytes that they unpack to, and bytes out of one byte in. */
  KOTAE_MAX_ZIP_ENTRIES: count(defaultParseLimits.maxZipEntries),
  KOTAE_MAX_ZIP_BYTES: count(defaultParseLimits.maxZipBytes),
  KOTAE_MAX_ZIP_RATIO: count(defaultParseLimits.maxZipRatio),
  /** Most attachments of a message or files of an archive, and how deep they may be nested. */
  KOTAE_MAX_ATTACHMENTS: count(defaultParseLimits.maxParts),
  KOTAE_MAX_NESTING: count(defaultParseLimits.maxNesting),
  /** Most pictures that are recognised in a document, and their bytes, together. */
  KOTAE_MAX_PICTURES: count(defaultParseLimits.maxPictures),
  KOTAE_MAX_PICTURE_BYTES: count(defaultParseLimits.maxPictureBytes),
  /** How long the reading of a document may take, and the heap of the process that reads it, in MiB. */
  KOTAE_PARSE_MS: milliseconds(defaultProcessLimits.timeoutMs),
  KOTAE_PARSE_MEMORY_MB: z.coerce.number().int().min(64).default(defaultProcessLimits.memoryMb),
  /** Folder with Tesseract and poppler's tools, where the system has none. */
  KOTAE_OCR_TOOLS: z.string().optional(),
  /** Documents ingested at a time. */
  KOTAE_INGEST_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2),
  /** How long a job's lock lives without renewal; a killed worker's jobs move on after that. */
  KOTAE_LOCK_MS: milliseconds(30_000),
  KOTAE_STALLED_MS: milliseconds(5000),
  KOTAE_RECONCILE_MS: milliseconds(15_000),
  /** Age at which the reconciler looks for an open row's job. */
  KOTAE_RECONCILE_AFTER_MS: milliseconds(30_000),
  /** Where passages are indexed: in this process, or in a PostgreSQL with pgvector that all workers share. */
  KOTAE_INDEX: z.enum(['memory', 'pgvector']).default('memory'),
  /** The PostgreSQL with pgvector; without it the one of DATABASE_URL. */
  KOTAE_PGVECTOR_URL: z.url().optional(),
  /** Memory in megabytes that all indexes together may take before the worker warns; default half of the machine's. */
  KOTAE_INDEX_MEMORY_MB: z.coerce
    .number()
    .min(1)
    .default(Math.round(totalmem() / 2e6)),
  KOTAE_SNAPSHOT_MS: milliseconds(60_000),
  /** How long running work may go on after SIGTERM before it is handed back. */
  KOTAE_DRAIN_MS: milliseconds(20_000),
});

/** The worker's settings, read once at start. */
export interface WorkerConfig extends z.infer<typeof schema> {
  originalsFolder: string;
  modelsFolder: string;
  snapshotsFolder: string;
}

/** What a document may be and cost before it is refused. */
export function parseLimits(config: WorkerConfig): Record<keyof typeof limitSettings, number> {
  const limits = Object.entries(limitSettings).map(([limit, setting]) => [limit, config[setting]] as const);
  return Object.fromEntries(limits) as Record<keyof typeof limitSettings, number>;
}

/** @throws Error that lists every setting that is missing or wrong. */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): WorkerConfig {
  // Compose passes variables that are not set as empty ones; they mean the default.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse({
    ...given,
    DATABASE_URL: given.DATABASE_URL ?? readSecret(given.DATABASE_URL_FILE),
    REDIS_URL: given.REDIS_URL ?? readSecret(given.REDIS_URL_FILE),
    KOTAE_OPENAI_KEY: given.KOTAE_OPENAI_KEY ?? readSecret(given.KOTAE_OPENAI_KEY_FILE),
  });
  if (!parsed.success) throw new Error(`The worker cannot start:\n${z.prettifyError(parsed.error)}`);
  const config = parsed.data;
  const data = resolve(config.KOTAE_DATA_DIR);
  return {
    ...config,
    originalsFolder: resolve(data, 'originals'),
    modelsFolder: resolve(config.KOTAE_MODELS_DIR ?? resolve(data, 'models')),
    snapshotsFolder: resolve(data, 'index'),
  };
}

function readSecret(path: string | undefined): string | undefined {
  return path === undefined ? undefined : readFileSync(path, 'utf8').trim();
}
