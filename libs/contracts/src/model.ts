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
  /** In an answer: the generator that should have made it, and why it did not; absent when it did. */
  fallback?: Fallback;
}

/** Why a generator was passed over. Clients may switch on them, so none is ever renamed. */
export const fallbackReasons = [
  /** Its model is not on this worker's disk. */
  'not_installed',
  /** Its model could not be loaded: no memory, no such GPU, or not a model that can be served. */
  'load_failed',
  /** Its process has died and does not come back. */
  'engine_down',
  /** It has failed so often in a row that it is left alone for a while. */
  'circuit_open',
  /** Its server could not be connected to. */
  'unreachable',
  /** Its server took the request and then said nothing for too long. */
  'timed_out',
  /** Its server wants fewer requests (429). */
  'rate_limited',
  /** Its server failed (5xx). */
  'server_error',
  /** Its server said something that is no answer: a broken stream, bad JSON. */
  'bad_response',
  /** Its server does not let us in, or does not know the model (401, 403, 404). */
  'refused',
] as const;
export type FallbackReason = (typeof fallbackReasons)[number];

/** Whom an answer's generator stands in for. */
export interface Fallback {
  /** Id of the first generator in the worker's order. */
  from: string;
  reason: FallbackReason;
}

/** One lane of a generator: `sequences` questions at a time, each of at most `contextSize` tokens. */
export interface LaneInfo {
  name: 'short' | 'long';
  sequences: number;
  contextSize: number;
}
