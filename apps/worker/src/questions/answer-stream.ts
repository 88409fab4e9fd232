import {
  ANSWER_STREAM_TTL,
  answerStreamKey,
  answerWakeChannel,
  encodeStreamEntry,
  type StreamedEvent,
} from '#contracts';
import type { Redis } from 'ioredis';

/** Milliseconds between flushes of streamed text: one write for some ten tokens, invisible to a reader. */
const FLUSH_MS = 30;
/** Entries kept per stream; a 4,096-token answer flushed every 30 ms needs fewer. */
const MAX_ENTRIES = 20_000;

/** The text of one run of an attempt: how much of it is sent, and what waits. */
interface RunningText {
  run: number;
  sent: number;
  unsent: string;
}

/**
 * Writes one attempt's events to the answer's Redis Stream. Best effort by design: when Redis is away the text waits
 * in memory and goes out with the next flush, and whatever is lost the final row makes good.
 */
export class AnswerStream {
  private current: RunningText = { run: 0, sent: 0, unsent: '' };
  private timer: NodeJS.Timeout | null = null;
  private chain: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly redis: Redis,
    private readonly questionId: string,
    private readonly epoch: number,
  ) {}

  /** Adds text to the answer; it is sent with the next flush. */
  text(delta: string): void {
    this.current.unsent += delta;
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Drops the text so far: what comes now is another answer, from its beginning. */
  startOver(): void {
    this.current = { run: this.current.run + 1, sent: 0, unsent: '' };
  }

  /** Sends an event, after all text before it. */
  event(event: StreamedEvent): void {
    void this.flush();
    const { run } = this.current;
    this.chain = this.chain.then(() => this.write(run, event)).catch(() => undefined);
  }

  /** Sends the text that waits. Resolves when everything before it has been sent or has failed. */
  flush(): Promise<unknown> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const text = this.current;
    this.chain = this.chain.then(() => this.sendText(text));
    return this.chain;
  }

  /** Says that the row is final. Readers then take the whole answer from there. */
  async end(): Promise<void> {
    this.event({ type: 'final' });
    await this.chain;
  }

  private async sendText(running: RunningText): Promise<void> {
    const { run, sent: offset, unsent: text } = running;
    if (text === '') return;
    running.unsent = '';
    try {
      await this.write(run, { type: 'delta', data: { offset, text } });
      running.sent += text.length;
    } catch {
      running.unsent = text + running.unsent;
    }
  }

  private async write(run: number, event: StreamedEvent): Promise<void> {
    const key = answerStreamKey(this.questionId);
    await this.redis
      .multi()
      .xadd(key, 'MAXLEN', '~', MAX_ENTRIES, '*', ...encodeStreamEntry({ epoch: this.epoch, run, event }))
      .expire(key, ANSWER_STREAM_TTL)
      .publish(answerWakeChannel(this.questionId), '')
      .exec();
  }
}
