import { setTimeout as sleep } from 'node:timers/promises';
import type { QuestionView, Source } from '#contracts';
import { receivedEvents, type ReceivedEvent } from './event-stream.js';
import { until } from './until.js';

/** How soon a client comes back after its stream broke. */
const RECONNECT_MS = 200;

/**
 * Follows an answer as a browser's page does: puts the deltas together, remembers the last event's id, and comes back
 * with it whenever the stream breaks before `done`.
 */
export class AnswerReader {
  /** The answer as far as it has been streamed. */
  text = '';
  readonly events: ReceivedEvent[] = [];
  lastEventId: string | null = null;
  /** The question as the `done` event showed it. */
  done: QuestionView | null = null;
  /** How often a stream was opened. */
  connections = 0;
  /** Offsets of deltas that did not continue the text. */
  readonly holes: number[] = [];
  private connection = new AbortController();
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string>,
  ) {}

  /** Begins to read, or goes on where it was broken off. */
  connect(): this {
    this.connection = new AbortController();
    this.running = this.run(this.connection.signal);
    return this;
  }

  /** Breaks the connection off, as a page that is closed does. */
  async disconnect(): Promise<void> {
    this.connection.abort();
    await this.running;
  }

  /** Waits until so much text has come. */
  async hasText(length: number): Promise<void> {
    await until(`${length} characters of the answer`, () => this.text.length >= length || this.done, {
      everyMs: 5,
    });
    if (this.text.length < length) throw new Error(`the answer ended with ${this.text.length} characters`);
  }

  /** Waits for the end of the answer. */
  async finished(): Promise<QuestionView> {
    const done = await until('the end of the answer', () => this.done);
    await this.running;
    return done;
  }

  /** The events of one type, in order. */
  of(type: string): ReceivedEvent[] {
    return this.events.filter((event) => event.type === type);
  }

  /** The sources as they were streamed. */
  get sources(): Source[] {
    return (this.of('sources').at(-1)?.data as { sources: Source[] } | undefined)?.sources ?? [];
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && !this.done) {
      try {
        await this.read(signal);
      } catch {
        // The server is gone, or we are: only what was received counts.
      }
      if (!this.done && !signal.aborted) await sleep(RECONNECT_MS);
    }
  }

  private async read(signal: AbortSignal): Promise<void> {
    const headers = new Headers(this.headers);
    if (this.lastEventId !== null) headers.set('Last-Event-ID', this.lastEventId);
    const response = await fetch(this.url, { headers, signal });
    if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    this.connections++;
    for await (const event of receivedEvents(response.body)) this.take(event);
  }

  private take(event: ReceivedEvent): void {
    this.events.push(event);
    this.lastEventId = event.id;
    if (event.type === 'delta') {
      const { offset, text } = event.data as { offset: number; text: string };
      if (offset > this.text.length) this.holes.push(offset);
      this.text = this.text.slice(0, offset) + text;
    }
    if (event.type === 'done') this.done = event.data as QuestionView;
  }
}
