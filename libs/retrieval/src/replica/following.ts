import { setTimeout } from 'node:timers/promises';
import { DomainError } from '#contracts';
import { PositionWaiters, type WaitOptions } from './position-waiters.js';
import type { ReplicaLogger } from './replica-options.js';
import { Wake } from './wake.js';

const POLL_MS = 2000;
const FIRST_BACKOFF_MS = 250;
const MAX_BACKOFF_MS = 5000;

/** What {@link Following} needs of the index that follows. */
export interface Follower {
  collectionId: string;
  logger?: ReplicaLogger | undefined;
  /** Milliseconds between looks at the log when nobody rings; default 2,000. */
  pollMs?: number | undefined;
  /** Brings the index up to the log's end as of now. */
  catchUp: (signal: AbortSignal) => Promise<void>;
  /** Position up to which searches see everything. */
  applied: () => number;
}

/**
 * The life of an index beside its change log: looks at the log again and again, sooner when told to, tries again when
 * that fails, and lets callers wait for a position.
 */
export class Following {
  private readonly closing = new AbortController();
  private readonly wake = new Wake();
  private readonly waiters = new PositionWaiters();
  private running: Promise<void> = Promise.resolve();
  private reached = false;
  private failure: unknown = null;

  constructor(private readonly follower: Follower) {}

  /** Aborted when the index is closed. */
  get signal(): AbortSignal {
    return this.closing.signal;
  }

  /** Whether the log's end has been reached once. */
  get ready(): boolean {
    return this.reached;
  }

  /** Why following the log failed last; null while it works. */
  get error(): string | null {
    return this.failure === null ? null : messageOf(this.failure);
  }

  start(): void {
    this.running = this.follow();
  }

  /** Says that the log may have grown. */
  notify(): void {
    this.wake.ring();
  }

  /** To be called whenever searches see more of the log. */
  advanced(): void {
    this.failure = null;
    this.waiters.check();
  }

  /** Resolves once searches see everything up to position `seq`; see `SearchIndex.waitFor`. */
  async waitFor(seq: number, options: WaitOptions): Promise<void> {
    this.assertOpen();
    const isMet = (): boolean => this.reached && this.follower.applied() >= seq;
    if (isMet()) return;
    this.wake.ring();
    await this.waiters.wait(isMet, options, () =>
      this.unavailable(`It has not reached position ${seq} in time`),
    );
  }

  /** @throws DomainError `index_unavailable` until the log's end has been reached once, and after {@link close}. */
  assertReady(): void {
    this.assertOpen();
    if (!this.reached) throw this.unavailable('It is still being built');
  }

  /** Stops following and turns everybody away. */
  async close(): Promise<void> {
    this.closing.abort();
    this.wake.ring();
    this.waiters.rejectAll(this.unavailable('It is closed'));
    await this.running;
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    const { pollMs = POLL_MS, logger, collectionId, catchUp } = this.follower;
    for (let failures = 0; !signal.aborted;) {
      try {
        await catchUp(signal);
        this.reached = true;
        this.advanced();
        if (failures > 0) logger?.log(`The change log of collection ${collectionId} is followed again.`);
        failures = 0;
        await this.wake.pause(pollMs);
      } catch (error) {
        if (signal.aborted) return;
        this.failure = error;
        if (failures === 0) {
          logger?.warn(
            `The change log of collection ${collectionId} cannot be followed for now: ${messageOf(error)}`,
          );
        }
        const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** failures++);
        await setTimeout(backoff, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  private assertOpen(): void {
    if (this.closing.signal.aborted) throw this.unavailable('It is closed');
  }

  private unavailable(what: string): DomainError {
    const reason = this.error === null ? '' : ` The change log could not be read: ${this.error}`;
    const message = `The search index is not available. ${what} (it is at position ${this.follower.applied()}). Try again.${reason}`;
    return new DomainError('index_unavailable', message, {
      retryable: true,
      cause: this.failure ?? undefined,
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
