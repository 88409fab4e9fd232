import { once, type Connection } from '../connection.js';
import { KotaeError, type KotaeErrorCode } from '../kotae-error.js';
import { pause } from '../pause.js';
import { waitAfter, type RetryPolicy } from '../retry.js';
import { readEvents } from './read-events.js';

export interface FollowOptions {
  signal?: AbortSignal;
  /** Id of the last event that was seen, e.g. before the page was loaded anew; only what came after it is sent. */
  lastEventId?: string;
  /** Called when the connection is lost and before it is made again, with the cause and the wait in milliseconds. */
  onReconnect?: (cause: KotaeError, waitMs: number) => void;
}

/** An event with the id to resume after. `error` events are no events here: they are reconnected from, or thrown. */
export type Followed<Event extends { type: string }> = Exclude<Event, { type: 'error' }> & { id: string };

interface StreamedError {
  type: 'error';
  data: { code: KotaeErrorCode; message: string };
}

/** Connections in a row that brought nothing new before the service counts as away: about two minutes. */
const POLICY: RetryPolicy = { tries: 20, firstWaitMs: 250, maxWaitMs: 15_000 };

/**
 * Follows an event stream until its `done`, connecting anew after the last event whenever it breaks off.
 * @throws KotaeError when the stream is refused for good or the service stays away; the signal's reason
 */
export async function* followEvents<Event extends { type: string; data: unknown }>(
  connection: Connection,
  path: string,
  { signal, lastEventId, onReconnect }: FollowOptions,
): AsyncGenerator<Followed<Event>, void> {
  let lastId = lastEventId;
  for (let failures = 0; ;) {
    let cause: KotaeError;
    try {
      for await (const event of openEvents<Event>(connection, path, lastId, signal)) {
        // A new connection repeats the status under the id that it resumes from: that is nothing new.
        if (event.id !== lastId) failures = 0;
        lastId = event.id;
        yield event;
        if (event.type === 'done') return;
      }
      cause = KotaeError.unreachable(absolute(connection, path), 'the event stream ended early');
    } catch (error) {
      if (!(error instanceof KotaeError) || !error.retryable) throw error;
      cause = error;
    }
    signal?.throwIfAborted();
    if (++failures >= POLICY.tries) throw cause;
    const waitMs = waitAfter(failures, POLICY, cause.retryAfterMs);
    onReconnect?.(cause, waitMs);
    await pause(waitMs, signal);
  }
}

/** The events of one connection. @throws KotaeError also for a connection that breaks off and for `error` events */
async function* openEvents<Event extends { type: string; data: unknown }>(
  connection: Connection,
  path: string,
  lastId: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<Followed<Event>, void> {
  const headers = {
    ...connection.headers,
    Accept: 'text/event-stream',
    ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
  };
  const request = new Request(connection.url + path, { headers, signal });
  const { body } = await once(request);
  if (!body) return;
  try {
    for await (const { id = '', event: type, data } of readEvents(body)) {
      const event = { id, type, data: JSON.parse(data) as unknown };
      if (event.type === 'error') throw streamedError(event as unknown as StreamedError);
      yield event as Followed<Event>;
    }
  } catch (error) {
    if (error instanceof KotaeError) throw error;
    throw signal?.aborted ? signal.reason : KotaeError.unreachable(request.url, error);
  }
}

/** What the service says when the stream, not its subject, has failed: it is there, so connecting anew may help. */
function streamedError({ data }: StreamedError): KotaeError {
  return new KotaeError(data.code, data.message, { status: 503 });
}

const absolute = ({ url }: Connection, path: string): string => new Request(url + path).url;
