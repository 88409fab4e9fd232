import { DomainError, type QuestionView } from '#contracts';
import { z } from 'zod';
import { annotate, annotationSchema } from './annotations.js';

const usageSchema = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int() }),
});

/** Kotae's own part of a completion; `GET /v1/questions/:id` has the rest. */
const kotaeSchema = z.object({
  id: z.uuid().describe('The question: sources, timings and everything else are there'),
  status: z.enum(['answered', 'not_in_documents']),
});

export const chatCompletionSchema = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int().describe('Seconds since 1970'),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(annotationSchema),
      }),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ),
  usage: usageSchema,
  kotae: kotaeSchema,
});
export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

/** An answer as a chat completion. @throws DomainError of a question that failed or was cancelled. */
export function chatCompletion(question: QuestionView, model: string): ChatCompletion {
  const kotae = outcomeOf(question);
  const content = question.answer ?? '';
  const annotations = annotate(content, question.citations);
  return {
    ...head(question, model),
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null, annotations },
        logprobs: null,
        finish_reason: finishReason(question),
      },
    ],
    usage: usageOf(question),
    kotae,
  };
}

/** What a completion and its chunks begin with. */
export function head({ id, created_at: createdAt }: Pick<QuestionView, 'id' | 'created_at'>, model: string) {
  return { id: `chatcmpl-${id}`, created: Math.floor(Date.parse(createdAt) / 1000), model };
}

export function finishReason({ stop_reason: reason }: QuestionView): 'stop' | 'length' {
  return reason === 'max_tokens' || reason === 'context_full' ? 'length' : 'stop';
}

export function usageOf({ usage }: QuestionView): z.infer<typeof usageSchema> {
  const prompt = usage?.prompt_tokens ?? 0;
  const completion = usage?.completion_tokens ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: usage?.reused_tokens ?? 0 },
  };
}

/** @throws DomainError of a question that failed or was cancelled. */
export function outcomeOf({ id, status, error }: QuestionView): z.infer<typeof kotaeSchema> {
  if (status === 'answered' || status === 'not_in_documents') return { id, status };
  const { code, message } = error ?? { code: 'cancelled', message: 'The question was cancelled.' };
  throw new DomainError(code, message);
}
