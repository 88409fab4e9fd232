/** Who says a message of a chat. */
export const chatRoles = ['system', 'user', 'assistant'] as const;

/** One message of a chat with the model alone, or of the talk that a question goes on from. */
export interface ChatMessage {
  role: (typeof chatRoles)[number];
  content: string;
}

/** A JSON Schema, as far as the grammar knows it: the API refuses what it does not. */
export type GrammarSchema = Readonly<Record<string, unknown>>;

/** How the text of an answer is made, beside what every question can say. */
export interface Decoding {
  /** The text ends before the first of these, which is not part of it. */
  stop?: string[];
  /** The same seed makes the same answer, as far as the machine computes alike. */
  seed?: number;
  /** Probability mass from which a token is drawn, 0 … 1. */
  top_p?: number;
  /** The text is JSON of this schema. */
  json?: GrammarSchema;
}

/** A question that came as a chat: stored with the question, so that a retry answers the same. */
export interface StoredChat extends Decoding {
  messages: ChatMessage[];
}
