/**
 * Finding: cutting documents into passages, indexing and searching them, packing what was found into a prompt, and
 * checking what the answer cites. Texts and embeddings flow in; ranked, packed and cited passages flow out.
 */
export { LexicalIndex, type LexicalResult } from './lexical/lexical-index.js';
export type { LexicalHit } from './lexical/top-hits.js';
export { InMemoryIndexLog } from './replica/in-memory-index-log.js';
export type { IndexLog, IndexLogEntry } from './replica/index-log.js';
export { IndexReplica } from './replica/index-replica.js';
export type { WaitOptions } from './replica/position-waiters.js';
export type { ReplicaLogger, ReplicaOptions } from './replica/replica-options.js';
export type { IndexStatus, SearchIndex } from './replica/search-index.js';
export type { PassageFilter, SearchRequest } from './search/search-passages.js';
export { fusionWeightsFor, type FusionWeights } from './search/fusion-weights.js';
export type { PassageStore } from './stored/passage-store.js';
export { StoredIndex, type StoredIndexOptions } from './stored/stored-index.js';
export { INDEX_FORMAT } from './snapshots/manifest.js';
export { inspectSnapshots } from './snapshots/inspect-snapshots.js';
export { removeSnapshots } from './snapshots/snapshot-folders.js';
export { chunkPieces } from './chunking/chunk-pieces.js';
export { chunkText } from './chunking/chunk-text.js';
export { type ChunkOptions } from './chunking/cut-units.js';
export {
  packContext,
  type PackCandidate,
  type PackedContext,
  type PackRequest,
} from './packing/pack-context.js';
export { defaultThresholds, isOutside, isUnfounded, type Nearness } from './refusal/decide-refusal.js';
export { fitThresholds, type FitOptions, type RefusalSample } from './refusal/fit-thresholds.js';
export { saysNotInSources } from './refusal/says-not-in-sources.js';
export { carriedQuestions, carryOver } from './follow-up/carry-over.js';
export { namesNothingFound } from './follow-up/names-nothing-found.js';
export { needsContext } from './follow-up/needs-context.js';
export { citeAnswer, type CitableSource, type CitedAnswer } from './citations/cite-answer.js';
export { supportOf } from './citations/support-of.js';
