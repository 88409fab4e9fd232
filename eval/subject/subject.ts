import type { Citation, QuestionStatus, Timings, Usage } from '#contracts';

/** A passage as far as it matters whether it is the right one. */
export interface FoundPassage {
  document: string;
  page: number | null;
  heading: string;
  text: string;
}

/** What was found for a question, best first, by all retrievers together and by each one alone. */
export interface Rankings {
  fused: FoundPassage[];
  lexical: FoundPassage[];
  /** Empty when nothing was searched by embedding. */
  vector: FoundPassage[];
  /** Milliseconds of the fused search alone. */
  searchMs: number;
}

/** A question's answer, with the passages that the model was given. */
export interface GivenAnswer {
  status: QuestionStatus;
  text: string;
  citations: Citation[];
  evidence: FoundPassage[];
  usage: Usage | null;
  timings: Timings | null;
  /** Why there is none, when `status` is `failed`. */
  error: string | null;
}

/** What is asked, and where. */
export interface Query {
  text: string;
  /** Names of the documents to keep to; null asks all of them. */
  documents: string[] | null;
}

/** How questions are asked; the same for all of a run. */
export interface AskOptions {
  /** Passages that retrieval returns for an answer. */
  topK: number;
  /** Tokens of evidence; null leaves the choice to Kotae. */
  contextTokens: number | null;
  maxTokens: number;
}

/** What is measured: something that finds passages and answers questions. */
export interface Subject {
  /** What decides its answers: models, number of passages, version. Part of the run's identity. */
  readonly traits: Record<string, string | number>;
  /** Whether it can answer from a model's weights alone, which is the baseline that shows what retrieval adds. */
  readonly hasModel: boolean;
  /** Questions worth asking at a time. */
  readonly parallel: number;
  /** The first `depth` passages of each ranking. */
  search(query: Query, depth: number): Promise<Rankings>;
  ask(query: Query, options: AskOptions & { grounded: boolean }): Promise<GivenAnswer>;
  close(): Promise<void>;
}
