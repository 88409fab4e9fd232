import { z } from 'zod';
import type { ErrorInfo } from './domain-error.js';
import type { ModelView } from './model.js';
import { searchFilterSchema } from './search-filter.js';

export const questionStatuses = [
  'queued',
  'running',
  'answered',
  'not_in_documents',
  'failed',
  'cancelled',
] as const;
export type QuestionStatus = (typeof questionStatuses)[number];

/** Whether a question has reached the one state in which it stays for ever. */
export function isFinalStatus(status: QuestionStatus): boolean {
  return status !== 'queued' && status !== 'running';
}

/** Name of a collection: it appears in URLs, so it is a slug. */
export const collectionNameSchema = z
  .string()
  .regex(
    /^[a-z0-9](?:[a-z0-9_-]{0,62}[a-z0-9])?$/,
    'use 1 to 64 lower-case letters, digits, "-" and "_", starting and ending with a letter or digit',
  );

/** How a question is to be answered; stored with it, so a retry answers the same question in the same way. */
export const answerOptionsSchema = z.strictObject({
  /** Answer from the documents (true) or from the model's weights alone (false: the closed-book baseline). */
  grounded: z.boolean().default(true),
  /** Longest answer, in tokens of the model. */
  max_tokens: z.int().min(1).max(4096).default(512),
  /** 0 is greedy decoding. */
  temperature: z.number().min(0).max(2).default(0),
  /** How many passages retrieval returns at most. */
  top_k: z.int().min(1).max(100).default(20),
  /** Which passages may be used. */
  filter: searchFilterSchema.optional(),
  /** Evidence budget in tokens; null leaves the choice to the lane. */
  context_tokens: z.int().min(64).max(131_072).nullable().default(null),
  /**
   * What the answer is made from: the best passages, or the whole documents that hold them, as far as they fit into one
   * prompt; beyond that they are read in parts, and the answer is made from what the parts gave.
   */
  context: z.enum(['passages', 'documents']).default('passages'),
  /** Interactive questions overtake batch ones. */
  priority: z.enum(['interactive', 'batch']).default('interactive'),
  /** The model that is to answer, by its id in `GET /v1/models`; left out, any worker's first one. */
  model: z.string().trim().min(1).max(256).optional(),
});
export type AnswerOptions = z.infer<typeof answerOptionsSchema>;

/** Longest question, in UTF-16 code units. */
export const MAX_QUESTION_LENGTH = 8000;

/** What is asked or looked for. */
export const questionTextSchema = z
  .string()
  .trim()
  .min(1, 'is empty: say what you want to know')
  .max(
    MAX_QUESTION_LENGTH,
    `is longer than ${MAX_QUESTION_LENGTH} characters: shorten it, and upload a long text as a document`,
  );

/** Body of `POST /v1/questions`. */
export const askSchema = answerOptionsSchema.extend({
  question: questionTextSchema,
  /** Left out it is `default`, and inside a conversation that conversation's own. */
  collection: collectionNameSchema.optional(),
  /** `new` starts a conversation with this question, an id asks its next question; left out it stands alone. */
  conversation_id: z.union([z.literal('new'), z.uuid()]).optional(),
});
export type Ask = z.infer<typeof askSchema>;

/** A verified citation: `quote === text.slice(start, end)` of that version's extracted text (UTF-16 offsets). */
export interface Citation {
  /** The number in the answer's text: `[1]` has marker 1. */
  marker: number;
  document_id: string;
  document: string;
  version: number;
  page: number | null;
  heading: string;
  start: number;
  end: number;
  quote: string;
  /** False when words, names or numbers of the claim do not occur in the source. */
  supported: boolean;
}

/** Why a passage that was found is not in the prompt. */
export type LeftOutReason =
  | 'over_budget'
  | 'document_cap'
  | 'near_duplicate'
  | 'deleted'
  | 'below_threshold'
  /** Documents are read in so many parts at most. */
  | 'part_limit';

/**
 * A passage that was considered for the answer; `n` is its number in the prompt, null when it was left out. Of
 * documents that were read in parts one entry each stands for all passages that the last prompt did not repeat:
 * `included` with `n` null for those that were read, and not `included` for those that were not.
 */
export interface Source {
  n: number | null;
  passage_id: number;
  document_id: string;
  document: string;
  version: number;
  page: number | null;
  heading: string;
  score: number;
  tokens: number;
  included: boolean;
  reason?: LeftOutReason;
}

/** Tokens of one run of the model, or of several together. */
export interface TokenUse {
  prompt_tokens: number;
  /** Prompt tokens whose KV-cache entries were reused instead of computed. */
  reused_tokens: number;
  completion_tokens: number;
  /** True when they are estimates, because the server that ran the model did not count for us; absent otherwise. */
  estimated?: true;
}

/** Tokens of everything that the model did for a question. */
export interface Usage extends TokenUse {
  /** The part of it that went into writing a follow-up question out; absent when the model was not asked to. */
  condense?: TokenUse;
  /** The part of it that went into reading documents in `parts`; absent when they fitted into one prompt. */
  read?: TokenUse & { parts: number };
}

/** Milliseconds; null for a stage that did not run. */
export interface Timings {
  queued_ms: number | null;
  /** Writing a follow-up question out so that it can be searched for. */
  condense_ms: number | null;
  retrieve_ms: number | null;
  /** Reading documents in parts, before the answer was made from what they gave. */
  read_ms: number | null;
  prefill_ms: number | null;
  ttft_ms: number | null;
  decode_ms: number | null;
  total_ms: number | null;
}

/** A question as every endpoint and the `done` event show it. */
export interface QuestionView {
  id: string;
  status: QuestionStatus;
  question: string;
  collection: string;
  /** The conversation that the question belongs to, and its place in it from 1 on; null for one that stands alone. */
  conversation_id: string | null;
  turn: number | null;
  /** What was searched for when the question alone did not say it: the same, understandable without the conversation. */
  standalone_question: string | null;
  options: AnswerOptions;
  answer: string | null;
  citations: Citation[];
  sources: Source[];
  /** Why generation ended; null until it has, and for refusals made without the model. */
  stop_reason: 'end' | 'max_tokens' | 'context_full' | null;
  usage: Usage | null;
  timings: Timings | null;
  model: ModelView | null;
  error: ErrorInfo | null;
  created_at: string;
  finished_at: string | null;
  links: { self: string; events: string };
}
