import { questionStatuses, type AnswerEvent } from '#contracts';
import { z } from 'zod';
import { errorInfoSchema } from '../http/error-info.schema.js';
import { citationSchema, questionViewSchema, sourceSchema } from './question.schema.js';

/** The events of an answer's stream by their names, for the API's description; `satisfies` keeps them in step. */
export const answerEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    data: z.object({ status: z.enum(questionStatuses), attempt: z.int() }),
  }),
  z.object({ type: z.literal('sources'), data: z.object({ sources: z.array(sourceSchema) }) }),
  z.object({ type: z.literal('progress'), data: z.object({ done: z.int(), total: z.int() }) }),
  z.object({ type: z.literal('delta'), data: z.object({ offset: z.int(), text: z.string() }) }),
  z.object({ type: z.literal('citation'), data: citationSchema }),
  z.object({ type: z.literal('done'), data: questionViewSchema }),
  z.object({ type: z.literal('error'), data: errorInfoSchema }),
]) satisfies z.ZodType<AnswerEvent>;
