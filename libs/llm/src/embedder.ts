/** Turns texts into vectors of unit length, so that their dot product is the cosine similarity. */
export interface Embedder {
  /** Names the model and everything that shapes its vectors; vectors of different ids must never be compared. */
  readonly id: string;
  readonly dimensions: number;
  /** A sentence for people where the choice needs one, e.g. that it is the weak built-in embedder. */
  readonly note?: string;
  /** A question, with the model's query prefix. */
  embedQuery(text: string): Promise<Float32Array>;
  /** Passages, with the model's passage prefix, in the order given. Aborting rejects with `cancelled`. */
  embedPassages(texts: string[], signal?: AbortSignal): Promise<Float32Array[]>;
  close(): Promise<void>;
}
