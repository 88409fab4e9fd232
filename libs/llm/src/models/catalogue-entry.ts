import type { Pooling } from '../engine/pooling.js';
import type { ModelShape } from '../memory/model-shape.js';
import type { HubFile } from './hub-file.js';

/** What a model is for: making answers, making vectors, or judging passages against a question. */
export type ModelKind = 'generator' | 'embedder' | 'reranker';

/** What the catalogue knows of every model. */
interface ModelEntry {
  /** Short, stable name that `KOTAE_MODEL` and `npm run models` take. */
  id: string;
  title: string;
  source: HubFile;
  /** Size of the file; exact when `sizeIsExact`, else rounded as published, good for display only. */
  sizeBytes: number;
  sizeIsExact: boolean;
  /** SHA-256 of the file, lower-case hex; null where it is not known, so that a download is checked against what the
   * hub says of itself and not against an independent record. */
  sha256: string | null;
  /** Longest context that the model was made for, in tokens. */
  contextSize: number;
  /** SPDX identifier, or the licence's own name where it has none. */
  licence: string;
  /** BCP 47 tags of the languages that it is known to serve; `mul` for many. */
  languages: string[];
  /** A sentence or two for the person who chooses. */
  note: string;
}

/** A model that makes answers. */
export interface GeneratorEntry extends ModelEntry {
  kind: 'generator';
  /** With `quantisation` and the size of the file, what its memory follows from. */
  dimensions: Omit<ModelShape, 'contextSize' | 'weights'>;
  /** Number format of most weights, as llama.cpp names it. */
  quantisation: 'q4_k_m' | 'f16';
}

/** How an embedding model wants its texts, and what it makes of them. */
export interface EmbedderTraits {
  dimensions: number;
  /** How token vectors become one, as the model card says; it overrides a GGUF that says otherwise or nothing. */
  pooling: Pooling;
  /** Put before a question. */
  queryPrefix: string;
  /** Put before a passage. Where it holds `{title}`, that is replaced by the passage's heading path, or by `none`. */
  passagePrefix: string;
}

/** A model that makes vectors. */
export interface EmbedderEntry extends ModelEntry, EmbedderTraits {
  kind: 'embedder';
}

/** A model that judges how well a passage answers a question: llama.cpp's rank pooling, one pair at a time. */
export interface RerankerEntry extends ModelEntry {
  kind: 'reranker';
}

/** A model that Kotae knows by name. */
export type CatalogueEntry = GeneratorEntry | EmbedderEntry | RerankerEntry;
