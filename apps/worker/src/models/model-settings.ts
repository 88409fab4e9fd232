import type { WorkerConfig } from '../config.js';
import type { OpenAiSettings } from './openai-settings.js';

/** What decides which models there are and how they run. */
export type ModelSettings = Pick<
  WorkerConfig,
  | 'modelsFolder'
  | 'KOTAE_MODEL'
  | 'KOTAE_EMBEDDER'
  | 'KOTAE_EMBEDDER_QUERY_PREFIX'
  | 'KOTAE_EMBEDDER_PASSAGE_PREFIX'
  | 'KOTAE_EMBEDDER_POOLING'
  | 'KOTAE_RERANKER'
  | 'KOTAE_ROLES'
  | 'KOTAE_GPU'
  | 'KOTAE_THREADS'
  | 'KOTAE_SEQUENCES'
  | 'KOTAE_LONG_CONTEXT'
  | 'KOTAE_KV_CACHE'
  | 'KOTAE_LORA'
  | 'KOTAE_PROMPT_SECRET'
  | 'KOTAE_PROMPT_LOOKUP'
  | 'KOTAE_ENGINE_HANG_MS'
  | 'KOTAE_PREFIX_DIR'
  | 'KOTAE_PREFIX_MB'
  | 'KOTAE_GENERATORS'
> &
  OpenAiSettings;
