import { answerOptionsSchema } from '#contracts';
import { z } from 'zod';

const textPart = z.looseObject(
  { type: z.literal('text'), text: z.string() },
  { error: 'only parts of the type "text" are understood here' },
);
const content = z.union([z.string(), z.array(textPart)], { error: 'must be text, or a list of text parts' });

const messageSchema = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant'], {
    error: 'must be system, developer, user or assistant: tools and functions are not supported',
  }),
  content: content.nullish().transform((given) => {
    if (typeof given === 'string') return given;
    return (given ?? []).map(({ text }) => text).join('\n');
  }),
});

const responseFormatSchema = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    json_schema: z.looseObject({ schema: z.record(z.string(), z.unknown()) }),
  }),
]);

const nothing = (what: string) => z.union([z.null(), z.tuple([])], { error: `${what} are not supported` });

/** What OpenAI's chat completions take, as far as it means something here; the rest of their fields is ignored. */
export const chatRequestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_completion_tokens: answerOptionsSchema.shape.max_tokens.unwrap().nullish(),
  max_tokens: answerOptionsSchema.shape.max_tokens.unwrap().nullish(),
  temperature: answerOptionsSchema.shape.temperature.unwrap().nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish(),
  n: z.literal(1, { error: 'must be 1: ask again for another answer' }).nullish(),
  response_format: responseFormatSchema.nullish(),
  tools: nothing('tools').optional(),
  functions: nothing('functions').optional(),
  logprobs: z.literal(false, { error: 'log probabilities are not supported' }).nullish(),
  /** Kotae's own: how the documents are searched, for the models that answer from them. */
  kotae: answerOptionsSchema
    .pick({ top_k: true, filter: true, context_tokens: true, context: true, priority: true, model: true })
    .partial()
    .optional(),
});
export type ChatRequest = z.infer<typeof chatRequestSchema>;
