import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { CONFIG, type ApiConfig } from '../config.js';
import { OpenWork } from './open-work.js';
import { requestIdOf } from './request-id.js';
import { toDomainError } from './to-domain-error.js';

/** One Server-Sent Event; `data` is sent as JSON. */
export interface ServerSentEvent {
  id: string;
  type: string;
  data: unknown;
}

/** Where a stream's events come from; it must end soon after the signal aborts. */
export type EventSource = (signal: AbortSignal) => AsyncIterable<ServerSentEvent>;

/** Milliseconds after which a browser reconnects to a stream that ended before its `done`. */
const RECONNECT_MS = 1000;

/**
 * Writes event streams. The next event is only asked for once the reader has taken the last one, so a slow reader
 * costs one event and a socket's buffer, and one that takes nothing for too long is cut off to resume by itself.
 */
@Injectable()
export class EventStreams {
  private readonly log = new Logger('events');

  constructor(
    @Inject(CONFIG) private readonly config: ApiConfig,
    private readonly openWork: OpenWork,
  ) {}

  /** Answers a request with a stream. Resolves when it has ended, for whatever reason; never rejects. */
  async send(request: Request, response: Response, source: EventSource): Promise<void> {
    const { signal, stop } = this.openWork.begin();
    response.once('close', stop);
    response.on('error', stop);
    writeHead(response);
    if (request.method === 'HEAD') stop();
    const last = { id: '' };
    const heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(': still here\n\n');
    }, this.config.timings.heartbeat);
    try {
      if (!signal.aborted) await this.pump(source(signal), response, signal, last);
    } catch (error) {
      const shown = toDomainError(error);
      this.log.error(`${requestIdOf(response)} ${request.path}: ${shown.code}: ${describe(error)}`);
      // Under the id of the event before it, so that the client resumes where it is.
      response.write(format({ id: last.id, type: 'error', data: shown.toInfo() }));
    } finally {
      clearInterval(heartbeat);
      stop();
      response.end();
    }
  }

  private async pump(
    events: AsyncIterable<ServerSentEvent>,
    response: Response,
    signal: AbortSignal,
    last: { id: string },
  ): Promise<void> {
    for await (const event of events) {
      if (signal.aborted) return;
      last.id = event.id;
      if (response.write(format(event))) continue;
      if (!(await drained(response, signal, this.config.timings.stalledReader))) {
        response.destroy();
        return;
      }
    }
  }
}

/** The event on the wire. JSON has no line breaks, so one `data` line always suffices. */
export function format({ id, type, data }: ServerSentEvent): string {
  return `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
}

function writeHead(response: Response): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Proxies must neither keep, compress nor buffer what is only worth something at once.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  response.write(`retry: ${RECONNECT_MS}\n\n`);
}

/** Waits until the reader has taken what was written. False when it has not within `ms`. */
function drained(response: Response, signal: AbortSignal, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (taken: boolean) => (): void => {
      clearTimeout(timer);
      response.off('drain', onDrain);
      signal.removeEventListener('abort', onDrain);
      resolve(taken);
    };
    const onDrain = settle(true);
    const timer = setTimeout(settle(false), ms);
    response.once('drain', onDrain);
    signal.addEventListener('abort', onDrain);
    if (signal.aborted) onDrain();
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
