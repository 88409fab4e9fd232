import { DomainError, type QuestionView } from '#contracts';
import type { QuestionEntity } from '#database';
import type { FollowedEvent } from '../../questions/answer-follower.js';
import { annotate } from './annotations.js';
import { finishReason, head, outcomeOf, usageOf } from './chat-completion.js';
import { SentText } from './sent-text.js';

/** One chunk of a streamed completion, or the last word of the stream. */
export type Chunk = Record<string, unknown> | '[DONE]';

export interface ChunkOptions {
  model: string;
  grounded: boolean;
  /** Whether the client wants a last chunk with the usage. */
  includeUsage: boolean;
}

/**
 * An answer as the chunks of a streamed completion. Clients only append, while an answer may start over on another
 * worker or turn out unfounded at its end: what was sent before is then followed by the answer that counts.
 *
 * @throws DomainError of a question that failed, and `engine_crashed` for a chat that started over and went on
 * otherwise.
 */
export async function* completionChunks(
  question: QuestionEntity,
  events: AsyncIterable<FollowedEvent>,
  options: ChunkOptions,
): AsyncGenerator<Chunk> {
  const begin = {
    ...head({ id: question.id, created_at: question.createdAt.toISOString() }, options.model),
    object: 'chat.completion.chunk',
  };
  const chunk = (delta: object, finish: string | null = null, rest: object = {}): Chunk => ({
    ...begin,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
    ...(options.includeUsage && { usage: null }),
    ...rest,
  });
  const sent = new SentText();
  yield chunk({ role: 'assistant', content: '' });
  for await (const event of events) {
    if (event.type === 'delta') {
      const content = sent.take(event.data);
      if (content !== '') yield chunk({ content });
    } else if (event.type === 'error') {
      throw new DomainError(event.data.code, event.data.message);
    } else if (event.type === 'done') {
      const kotae = outcomeOf(event.data);
      const { content, text } = rest(event.data, sent, options.grounded);
      if (content !== '') yield chunk({ content });
      const annotations = annotate(text, event.data.citations);
      yield chunk(annotations.length > 0 ? { annotations } : {}, finishReason(event.data), { kotae });
      if (options.includeUsage) yield { ...begin, choices: [], usage: usageOf(event.data) };
      yield '[DONE]';
      return;
    }
  }
  throw new DomainError('service_unavailable', 'This server is stopping. The answer goes on: ask again.', {
    retryable: true,
  });
}

/** What the client lacks at the end, and all that it has then. */
function rest(
  { answer }: QuestionView,
  sent: SentText,
  grounded: boolean,
): { content: string; text: string } {
  const whole = answer ?? '';
  const content = sent.finish(whole);
  if (content !== null) return { content, text: sent.text };
  if (grounded) return { content: `\n\n${whole}`, text: `${sent.text}\n\n${whole}` };
  throw new DomainError('engine_crashed', 'The answer had to start over and went another way. Ask again.', {
    retryable: true,
  });
}
