/**
 * Finding: cutting documents into passages, indexing and searching them, packing what was found into a prompt, and
 * checking what the answer cites. Texts and embeddings flow in; ranked, packed and cited passages flow out.
 */
export { LexicalIndex, type LexicalResult } from './lexical/lexical-index.js';
export type { LexicalHit } from './lexical/top-hits.js';
