/** A passage as an embedder wants it: its heading path (empty when there is none) apart from its text. */
export interface PassageText {
  heading: string;
  text: string;
}

/** Turns texts into vectors of unit length, so that their dot product is the cosine similarity. */
export interface Embedder {
  /** Names the model and everything that shapes its vectors; vectors of different ids must never be compared. */
  readonly id: string;
  readonly dimensions: number;
  /** A sentence for people where the choice needs one, e.g. that it is the weak built-in embedder. */
  readonly note?: string;
  /** A question, with the model's query prefix. */
  embedQuery(text: string): Promise<Float32Array>;
  /** Passages, as the model's rule writes them, in the order given. Aborting rejects with `cancelled`. */
  embedPassages(passages: PassageText[], signal?: AbortSignal): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** A passage in one piece, for models without a rule for titles. */
export function joinPassage({ heading, text }: PassageText): string {
  return heading === '' ? text : `${heading}\n${text}`;
}
