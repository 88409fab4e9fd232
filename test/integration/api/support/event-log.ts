import { receivedEvents, type ReceivedEvent } from '../../../support/event-stream.js';
import { until } from '../../../support/until.js';

/** Everything that one connection to an event stream receives. */
export class EventLog {
  readonly events: ReceivedEvent[] = [];
  /** Whether the server has ended the stream. */
  ended = false;
  private readonly connection = new AbortController();

  private constructor(private readonly response: Response) {}

  static async open(url: string, init: RequestInit = {}): Promise<EventLog> {
    const connection = new AbortController();
    const response = await fetch(url, { ...init, signal: connection.signal });
    const log = new EventLog(response);
    log.connection.signal.addEventListener('abort', () => connection.abort());
    void log.read();
    return log;
  }

  get status(): number {
    return this.response.status;
  }

  get headers(): Headers {
    return this.response.headers;
  }

  /** The answer as a client puts it together. */
  get text(): string {
    let text = '';
    for (const { offset, text: more } of this.data<{ offset: number; text: string }>('delta')) {
      if (offset > text.length) throw new Error(`a hole: ${offset} after ${text.length}`);
      text = text.slice(0, offset) + more;
    }
    return text;
  }

  /** The data of all events of a type. */
  data<T>(type: string): T[] {
    return this.events.filter((event) => event.type === type).map((event) => event.data as T);
  }

  types(): string[] {
    return this.events.map((event) => event.type);
  }

  async has(count: number, type: string): Promise<void> {
    await until(`${count} × ${type}`, () => this.data(type).length >= count, { timeoutMs: 20_000 });
  }

  async end(): Promise<void> {
    await until('the stream to end', () => this.ended, { timeoutMs: 20_000 });
  }

  close(): void {
    this.connection.abort();
  }

  private async read(): Promise<void> {
    try {
      if (this.response.body) {
        for await (const event of receivedEvents(this.response.body)) this.events.push(event);
      }
    } catch {
      // Closed by the spec, or cut by the server.
    }
    this.ended = true;
  }
}
