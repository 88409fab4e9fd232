/**
 * Everything that concerns models: which exist and how they get here (`models`), the child process that runs them
 * (`engine`), how they lie in its memory (`memory`), the Phi-3 prompt (`phi3`), and the generators and embedders made from them (`llama`, `extractive`,
 * `embedders`). Questions, passages and texts flow in; answers, token counts and vectors flow out.
 */
export * from './embedder.js';
export * from './embedders/hashed-embedder.js';
export { cacheFormats } from './engine/cache-formats.js';
export * from './engine/engine-crashed-error.js';
export * from './engine/engine-host.js';
export * from './engine/engine-options.js';
export type { HeldPrefix, LaneCounters, LaneStats, RunEnd } from './engine/lane-stats.js';
export { MEMORY_SHARE } from './engine/free-memory.js';
export type { Pooling } from './engine/pooling.js';
export type { EngineStats } from './engine/protocol.js';
export * from './extractive/extractive-generator.js';
export * from './generator.js';
export * from './generator-unavailable-error.js';
export * from './llama/llama-embedder.js';
export * from './llama/llama-generator.js';
export * from './llama/llama-reranker.js';
export * from './lora/adapters.js';
export * from './memory/capacity.js';
export { memoryNeed } from './memory/memory-need.js';
export * from './memory/memory-plan.js';
export * from './memory/model-shape.js';
export { planMemory } from './memory/plan-memory.js';
export { planTable } from './memory/plan-table.js';
export { readGgufHeader } from './memory/read-gguf-header.js';
export { shapeOfEntry } from './memory/shape-of-entry.js';
export { shapeOfHeader } from './memory/shape-of-header.js';
export * from './models/catalogue-entry.js';
export * from './models/catalogue.js';
export * from './models/download-model.js';
export * from './models/hub-file.js';
export * from './models/receive-options.js';
export * from './models/resolve-model.js';
export * from './models/verify-model.js';
export { assertPhi3File, warningsAbout } from './phi3/assert-phi3-file.js';
export * from './openai/openai-embedder.js';
export * from './openai/openai-generator.js';
export * from './openai/server-options.js';
