import type { Adapter } from '../lora/adapters.js';
import type { Pooling } from './pooling.js';

/** Where the model computes. There is no automatic choice: a silent fall-back to the CPU is 50 times slower. */
export type Gpu = 'cpu' | 'cuda' | 'metal' | 'vulkan';

/** A Phi-3 model to run, or, in `tokenizer` mode, to load only the vocabulary of (half a second, a few MB). */
export interface ModelOptions {
  /** Path of the GGUF file. */
  path: string;
  mode: 'full' | 'tokenizer';
  /** Questions that the short lane answers at once, each in up to 4,096 tokens. Fewer when memory is short. */
  sequences: number;
  /** Longest context of the long lane, in tokens; less when the model or memory allows less. 0: no long lane. */
  longContext: number;
  /** LoRA adapters, applied in all of its lanes. */
  adapters?: Adapter[];
  /** The number format of keys and values at any rate, also where it is slow; by default what is fastest and fits. */
  cacheType?: 'f16' | 'q8_0';
  /**
   * What the marks of the prompts are made from. By default every process draws its own; with the same one, the same
   * question on the same sources gives the same prompt again, and so at temperature 0 the same answer.
   */
  promptSecret?: string;
  /** Whether answers may copy from their prompts in fewer steps (see PromptLookup). Default: true. */
  promptLookup?: boolean;
  /** Where the beginnings that prompts share are kept across restarts, and in how many bytes. Default: nowhere. */
  prefixes?: { folder: string; bytes: number };
}

/** An embedding model, in any architecture that llama.cpp knows. */
export interface EmbeddingOptions {
  /** Path of the GGUF file. */
  path: string;
  /** Tokens embedded at once (capped by the model's own limit); longer texts are embedded in windows and averaged. */
  contextSize: number;
  /** How token vectors become one; default: as the file says. */
  pooling?: Pooling;
}

/** A model that judges passages against a question. */
export interface RankingOptions {
  /** Path of the GGUF file. */
  path: string;
  /** Tokens of question and passage together (capped by the model's own limit). */
  contextSize: number;
}

/** What one engine process runs: a model, embedding models, a ranking model, or some of them. */
export interface EngineOptions {
  /** Memory plans of the model that a process before this one died of. Set by the host. */
  plansGivenUp?: number;
  gpu: Gpu;
  /** Threads that compute. The default is the number of cores less one: a second busy process ruins a full house. */
  threads?: number;
  model?: ModelOptions;
  /** Calls name an embedding model by its place in this list. */
  embeddings?: EmbeddingOptions[];
  ranking?: RankingOptions;
  /**
   * Milliseconds without a sign of progress after which the process counts as hung, and is killed and restarted.
   * Default: {@link HANG_MS}.
   */
  hangMs?: number;
}
