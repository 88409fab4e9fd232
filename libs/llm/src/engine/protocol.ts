import type { ErrorCode, LaneInfo } from '#contracts';
import type { GenerateRequest, PromptContent, PromptCost } from '../generator.js';
import type { CacheType, Machine } from '../memory/memory-plan.js';
import type { EngineOptions } from './engine-options.js';
import type { LaneStats } from './lane-stats.js';
import type { Pooling } from './pooling.js';
import type { RunResult } from './run.js';

/** What the engine made of a {@link GenerateRequest}. Its text is the concatenation of what `texts` brought. */
export interface EngineGeneration extends RunResult {
  text: string;
  promptTokens: number;
  lane: LaneInfo;
}

/** What the engine process can be asked, as parameters and result. */
export interface EngineCalls {
  measure: { params: PromptContent; result: PromptCost };
  countTokens: { params: { texts: string[] }; result: number[] };
  generate: { params: GenerateRequest; result: EngineGeneration };
  /** By the embedding model at place `model`. `urgent` texts (a question that somebody waits for) overtake others. */
  embed: { params: { model: number; texts: string[]; urgent: boolean }; result: Float32Array[] };
  /** How well each passage answers the question, 0 … 1. */
  rank: { params: { question: string; passages: string[] }; result: number[] };
  stats: { params: null; result: EngineStats };
}

/** What the engine does and has done, lane by lane. The long lane is missing until a prompt needs it. */
export interface EngineStats {
  lanes: LaneStats[];
}

export type EngineMethod = keyof EngineCalls;

/** One call as it travels; `method` decides the type of `params`. */
export type EngineCall = {
  [M in EngineMethod]: { type: 'call'; id: number; method: M; params: EngineCalls[M]['params'] };
}[EngineMethod];

/** What shapes an embedding model's vectors, beside the file and what is put before the texts. */
export interface EmbeddingInfo {
  dimensions: number;
  pooling: Pooling;
  /** Tokens embedded at once; longer texts are embedded in windows of this size and averaged. */
  contextSize: number;
}

/** How a model lies in memory. */
export interface EngineMemory {
  /** Layers on the GPU; one more than the model has means all of it. */
  gpuLayers: number;
  /** Number format of the cached keys and values. */
  cacheType: CacheType;
  /** Bytes that the lanes which exist were planned to take, and that llama.cpp says they take. */
  planned: number;
  taken: number;
  /** What it might have taken here: what was free before it was loaded. */
  machine: Machine;
}

/** What a loaded engine has to offer. */
export interface EngineInfo {
  /** Empty without a model in `full` mode. The long lane is listed before it exists. */
  lanes: LaneInfo[];
  /** Null without a model in `full` mode. */
  memory: EngineMemory | null;
  /** In the order of the options. */
  embeddings: EmbeddingInfo[];
  /** Whether there is a ranking model. */
  ranking: boolean;
}

/** Messages from the parent to the engine process. The first is `start`. */
export type ToEngine =
  { type: 'start'; options: EngineOptions } | EngineCall | { type: 'cancel'; id: number } | { type: 'close' };

/** A DomainError on its way between processes. */
export interface WireError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
}

/** Messages from the engine process to its parent. `ready` or `failed` answers `start`; `changed`: smaller lanes. */
export type FromEngine =
  | { type: 'ready'; info: EngineInfo }
  | { type: 'failed'; error: WireError }
  /** Sent every second: the process lives, and how long what it computes has taken so far. */
  | { type: 'pulse'; computingMs: number }
  | { type: 'changed'; info: EngineInfo }
  /** Before an allocation that native code may abort for. */
  | { type: 'trying'; givenUp: number }
  /** The same for the long lane, at so many tokens; null when that is over. */
  | { type: 'opening'; contextSize: number | null }
  /** What calls have made since the last such message, in its order. */
  | { type: 'texts'; texts: { id: number; text: string }[] }
  | { type: 'result'; id: number; value: EngineCalls[EngineMethod]['result'] }
  | { type: 'error'; id: number; error: WireError };
