/** What `eval run` is told. */
export interface RunOptions {
  name: string;
  /** Question files or folders of them. */
  questions: string[];
  /** SQuAD files whose paragraphs are searched too, though their questions are not asked. */
  contexts: string[];
  /** Documents or folders of them, to ask about instead of the question files' own paragraphs. */
  docs: string[];
  /** A collection of a running Kotae, to ask about instead. */
  collection: string | null;
  limit: number;
  seed: number;
  /** Search only the document that a question is about. */
  withinDocument: boolean;
  /** False measures retrieval alone. */
  answers: boolean;
  closedBook: boolean;
  topK: number;
  contextTokens: number | null;
  maxTokens: number;
  /** Folder for the results; null chooses one by the settings, in which the same run goes on where it stopped. */
  out: string | null;
  /** Measure again what has been measured. */
  fresh: boolean;
}
