import type { ErrorInfo } from '#contracts';
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

/** How a stream's parts are written. */
export interface Wire<Part> {
  /** What a stream begins with. */
  beginning: string;
  write: (part: Part) => string;
  /** The last part of a stream that failed; `last` came before it. */
  failure: (error: ErrorInfo, last: Part | null) => string;
}

/** Where a stream's events come from; it must end soon after the signal aborts. */
export type EventSource<Part = ServerSentEvent> = (signal: AbortSignal) => AsyncIterable<Part>;

/** Milliseconds after which a browser reconnects to a stream that ended before its `done`. */
const RECONNECT_MS = 1000;

/** Kotae's own streams: every event has an id to resume after. */
const resumable: Wire<ServerSentEvent> = {
  beginning: `retry: ${RECONNECT_MS}\n\n`,
  write: format,
  // Under the id of the event before it, so that the client resumes where it is.
  failure: (error, last) => format({ id: last?.id ?? '', type: 'error', data: error }),
};

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

  /** Answers a request with a stream of events. Resolves when it has ended, for whatever reason; never rejects. */
  send(request: Request, response: Response, source: EventSource): Promise<void> {
    return this.sendAs(resumable, request, response, source);
  }

  /** The same for a stream that is written otherwise. */
  async sendAs<Part>(
    wire: Wire<Part>,
    request: Request,
    response: Response,
    source: EventSource<Part>,
  ): Promise<void> {
    const { signal, stop } = this.openWork.begin();
    response.once('close', stop);
    response.on('error', stop);
    writeHead(response, wire.beginning);
    if (request.method === 'HEAD') stop();
    const last: { part: Part | null } = { part: null };
    const heartbeat = setInterval(() => {
      if (!response.writableNeedDrain) response.write(': still here\n\n');
    }, this.config.timings.heartbeat);
    try {
      if (!signal.aborted) await this.pump(wire, source(signal), response, signal, last);
    } catch (error) {
      const shown = toDomainError(error);
      this.log.error(`${requestIdOf(response)} ${request.path}: ${shown.code}: ${describe(error)}`);
      response.write(wire.failure(shown.toInfo(), last.part));
    } finally {
      clearInterval(heartbeat);
      stop();
      response.end();
    }
  }

  private async pump<Part>(
    wire: Wire<Part>,
    parts: AsyncIterable<Part>,
    response: Response,
    signal: AbortSignal,
    last: { part: Part | null },
  ): Promise<void> {
    for await (const part of parts) {
      if (signal.aborted) return;
      last.part = part;
      if (response.write(wire.write(part))) continue;
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

function writeHead(response: Response, beginning: string): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // Proxies must neither keep, compress nor buffer what is only worth something at once.
    'Cache-Control': 'no-cache, no-transform',
    'X-Accel-Buffering': 'no',
  });
  if (beginning !== '') response.write(beginning);
  else response.flushHeaders();
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
