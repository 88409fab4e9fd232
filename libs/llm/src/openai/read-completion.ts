import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { Response } from 'undici';
import { z } from 'zod';
import { DomainError } from '#contracts';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';

/** What is read of a chunk; servers send much more, and some send less. */
const chunkSchema = z.looseObject({
  choices: z
    .array(
      z.looseObject({
        delta: z.looseObject({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z
    .looseObject({
      prompt_tokens: z.number(),
      completion_tokens: z.number().nullish(),
      prompt_tokens_details: z.looseObject({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
  error: z.union([z.string(), z.looseObject({ message: z.string() })]).nullish(),
});

/** The end of a streamed completion, after its text. */
export interface CompletionEnd {
  finishReason: string | null;
  /** Null when the server does not count. */
  usage: { promptTokens: number; reusedTokens: number; completionTokens: number } | null;
}

/**
 * Reads a streamed completion. `onText` gets each piece of text.
 *
 * @throws GeneratorUnavailableError `bad_response` when the stream breaks off or is none, `server_error` when it carries
 * an error
 */
export async function readCompletion(
  response: Response,
  server: string,
  onText: (text: string) => void,
): Promise<CompletionEnd> {
  const end: CompletionEnd = { finishReason: null, usage: null };
  if (response.body === null) throw broken(server, 'it has no body');
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  let done = false;
  for await (const { data } of events) {
    if (data.trim() === '[DONE]') {
      done = true;
      break;
    }
    const { choices, usage, error } = parse(data, server);
    if (error != null) {
      const words = typeof error === 'string' ? error : error.message;
      throw new GeneratorUnavailableError('server_error', `The model server at ${server} failed: ${words}`);
    }
    if (usage != null) end.usage = toUsage(usage);
    const [choice] = choices ?? [];
    if (choice?.delta?.content) onText(choice.delta.content);
    if (choice?.finish_reason) end.finishReason = choice.finish_reason;
  }
  // Some servers leave `[DONE]` out; none ends an answer without saying why.
  if (!done && end.finishReason === null) throw broken(server, 'it breaks off');
  if (end.finishReason === 'content_filter') {
    throw new DomainError(
      'generation_failed',
      `The content filter of the model server at ${server} stopped the answer.`,
    );
  }
  return end;
}

type Chunk = z.infer<typeof chunkSchema>;

function parse(data: string, server: string): Chunk {
  let json: unknown;
  try {
    json = JSON.parse(data);
  } catch {
    throw broken(server, 'it holds something that is not JSON');
  }
  const parsed = chunkSchema.safeParse(json);
  if (!parsed.success) throw broken(server, 'it holds something that is no part of an answer');
  return parsed.data;
}

function toUsage(usage: NonNullable<Chunk['usage']>): CompletionEnd['usage'] {
  return {
    promptTokens: usage.prompt_tokens,
    reusedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    completionTokens: usage.completion_tokens ?? 0,
  };
}

function broken(server: string, how: string): GeneratorUnavailableError {
  return new GeneratorUnavailableError(
    'bad_response',
    `The answer of the model server at ${server} cannot be read: ${how}.`,
  );
}
