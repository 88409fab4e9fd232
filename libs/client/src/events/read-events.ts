import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** An event stream on which nothing came for this long is dead: the service sends a comment every 15 seconds. */
const SILENCE_MS = 45_000;

/**
 * The events of a response's body, until it ends or nothing has come for too long. Leaving the loop closes it.
 * @throws what reading the body throws
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs = SILENCE_MS,
): AsyncGenerator<EventSourceMessage, void> {
  const received: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => received.push(event) });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  const close = (): void => void reader.cancel().catch(() => undefined);
  try {
    for (;;) {
      const watchdog = setTimeout(close, silenceMs);
      const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* received.splice(0);
    }
  } finally {
    close();
  }
}
