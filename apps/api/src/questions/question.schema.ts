import {
  answerOptionsSchema,
  fallbackReasons,
  questionStatuses,
  type Citation,
  type ModelView,
  type QuestionView,
  type Source,
} from '#contracts';
import { z } from 'zod';
import { errorInfoSchema } from '../http/error-info.schema.js';

/** The shapes of a question for the API's description; `satisfies` keeps them and the contract's types in step. */

export const citationSchema = z.object({
  marker: z.int().describe('The number in the answer: `[1]` has marker 1'),
  document_id: z.string(),
  document: z.string(),
  version: z.int(),
  page: z.int().nullable(),
  heading: z.string(),
  start: z.int().describe('UTF-16 offsets into the text of that version'),
  end: z.int(),
  quote: z
    .string()
    .describe('Exactly `text.slice(start, end)` of that version’s text, so show it as text, never as HTML'),
  supported: z
    .boolean()
    .describe(
      'False when words, names, dates or numbers of the claim are not in the quote, or it denies the claim',
    ),
}) satisfies z.ZodType<Citation>;

export const sourceSchema = z.object({
  n: z.int().nullable().describe('Number in the prompt; null when left out'),
  passage_id: z.int(),
  document_id: z.string(),
  document: z.string(),
  version: z.int(),
  page: z.int().nullable(),
  heading: z.string(),
  score: z.number(),
  tokens: z.int(),
  included: z.boolean(),
  reason: z
    .enum(['over_budget', 'document_cap', 'near_duplicate', 'deleted', 'below_threshold', 'part_limit'])
    .optional()
    .describe('Why the passage is not in the prompt'),
}) satisfies z.ZodType<Source>;

export const modelViewSchema = z.object({
  id: z.string(),
  generator: z.enum(['llama', 'extractive', 'openai']),
  lane: z.enum(['short', 'long']).nullable(),
  context_size: z.int().nullable(),
  note: z.string().optional(),
  fallback: z
    .object({ from: z.string(), reason: z.enum(fallbackReasons) })
    .optional()
    .describe('The model that should have answered, and why it did not'),
}) satisfies z.ZodType<ModelView>;

const ms = z.number().nullable();
const tokenUse = z.object({
  prompt_tokens: z.int(),
  reused_tokens: z.int(),
  completion_tokens: z.int(),
  estimated: z.literal(true).optional().describe('The model’s server did not count; these are estimates'),
});

export const questionViewSchema = z.object({
  id: z.uuid(),
  status: z.enum(questionStatuses),
  question: z.string(),
  collection: z.string(),
  conversation_id: z.uuid().nullable(),
  turn: z.int().nullable().describe('Place in the conversation, from 1 on'),
  standalone_question: z
    .string()
    .nullable()
    .describe('What was searched for, when the question needed its conversation to be understood'),
  options: answerOptionsSchema,
  answer: z
    .string()
    .nullable()
    .describe(
      'Plain text: Markdown links and pictures, HTML tags and characters that nobody sees are made inert. Show it as text',
    ),
  citations: z.array(citationSchema),
  sources: z.array(sourceSchema),
  stop_reason: z.enum(['end', 'max_tokens', 'context_full']).nullable(),
  usage: tokenUse
    .extend({
      condense: tokenUse.optional().describe('The part that went into writing a follow-up out'),
      read: tokenUse
        .extend({ parts: z.int() })
        .optional()
        .describe('The part that went into reading documents in parts'),
    })
    .nullable(),
  timings: z
    .object({
      queued_ms: ms,
      condense_ms: ms,
      retrieve_ms: ms,
      read_ms: ms,
      prefill_ms: ms,
      ttft_ms: ms,
      decode_ms: ms,
      total_ms: ms,
    })
    .nullable(),
  model: modelViewSchema.nullable(),
  error: errorInfoSchema.nullable(),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  links: z.object({ self: z.string(), events: z.string() }),
}) satisfies z.ZodType<QuestionView>;

export const acceptedQuestionSchema = questionViewSchema.pick({
  id: true,
  status: true,
  conversation_id: true,
  links: true,
});
