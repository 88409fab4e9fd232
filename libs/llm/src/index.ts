/**
 * Everything that concerns models: which exist and how they get here (`models`), the child process that runs them
 * (`engine`), the Phi-3 prompt (`phi3`), and the generators and embedders made from them (`llama`, `extractive`,
 * `embedders`). Questions, passages and texts flow in; answers, token counts and vectors flow out.
 */
export * from './embedder.js';
export * from './embedders/hashed-embedder.js';
export * from './engine/engine-crashed-error.js';
export * from './engine/engine-host.js';
export * from './engine/engine-options.js';
export type { HeldPrefix, LaneCounters, LaneStats, RunEnd } from './engine/lane-stats.js';
export type { Pooling } from './engine/pooling.js';
export type { EngineStats } from './engine/protocol.js';
export * from './extractive/extractive-generator.js';
export * from './generator.js';
export * from './llama/llama-embedder.js';
export * from './llama/llama-generator.js';
export * from './llama/llama-reranker.js';
export * from './models/catalogue-entry.js';
export * from './models/catalogue.js';
export * from './models/download-model.js';
export * from './models/hub-file.js';
export * from './models/receive-options.js';
export * from './models/resolve-model.js';
export * from './models/verify-model.js';
