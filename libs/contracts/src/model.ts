/** The generator, and for a model its lane, that made an answer. */
export interface ModelView {
  /** Catalogue id, file name, or `extractive`. */
  id: string;
  generator: 'llama' | 'extractive' | 'openai';
  lane: 'short' | 'long' | null;
  /** Tokens that one sequence of the lane holds; null where no model is involved. */
  context_size: number | null;
  /** A sentence for people where the choice needs one, e.g. that no model is installed and how to get one. */
  note?: string;
}

/** One lane of a generator: `sequences` questions at a time, each of at most `contextSize` tokens. */
export interface LaneInfo {
  name: 'short' | 'long';
  sequences: number;
  contextSize: number;
}
