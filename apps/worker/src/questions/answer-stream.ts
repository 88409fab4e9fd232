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

/**
 * Writes one attempt's events to the answer's Redis Stream. Best effort by design: when Redis is away the text waits
 * in memory and goes out with the next flush, and whatever is lost the final row makes good.
 */
export class AnswerStream {
  private unsent = '';
  private sentLength = 0;
  private timer: NodeJS.Timeout | null = null;
  private chain: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly redis: Redis,
    private readonly questionId: string,
    private readonly epoch: number,
  ) {}

  /** Adds text to the answer; it is sent with the next flush. */
  text(delta: string): void {
    this.unsent += delta;
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Sends an event, after all text before it. */
  event(event: StreamedEvent): void {
    void this.flush();
    this.chain = this.chain.then(() => this.write(event)).catch(() => undefined);
  }

  /** Sends the text that waits. Resolves when everything before it has been sent or has failed. */
  flush(): Promise<unknown> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.chain = this.chain.then(() => this.sendText());
    return this.chain;
  }

  /** Says that the row is final. Readers then take the whole answer from there. */
  async end(): Promise<void> {
    this.event({ type: 'final' });
    await this.chain;
  }

  private async sendText(): Promise<void> {
    if (this.unsent === '') return;
    const text = this.unsent;
    this.unsent = '';
    try {
      await this.write({ type: 'delta', data: { offset: this.sentLength, text } });
      this.sentLength += text.length;
    } catch {
      this.unsent = text + this.unsent;
    }
  }

  private async write(event: StreamedEvent): Promise<void> {
    const key = answerStreamKey(this.questionId);
    await this.redis
      .multi()
      .xadd(key, 'MAXLEN', '~', MAX_ENTRIES, '*', ...encodeStreamEntry({ epoch: this.epoch, event }))
      .expire(key, ANSWER_STREAM_TTL)
      .publish(answerWakeChannel(this.questionId), '')
      .exec();
  }
}
