import { isFinalStatus, type QuestionStatus } from '#contracts';
import type { QuestionState } from '#database';
import { Wakeup } from '../redis/wakeup.js';

/** What one follower of a question knows about its row from polling, and the bell that wakes it. */
export class AnswerProgress {
  readonly wakeup = new Wakeup();
  private unreachableSince: number | null = null;
  private told: string;

  constructor(private state: QuestionState) {
    this.told = keyOf(state.status, state.epoch);
  }

  get epoch(): number {
    return this.state.epoch;
  }

  /** Whether the row is final, as far as is known. */
  get isFinal(): boolean {
    return isFinalStatus(this.state.status);
  }

  /** Takes in what polling found. */
  readonly polled = (state: QuestionState | null): void => {
    if (state) {
      this.state = state;
      this.unreachableSince = null;
    } else {
      this.unreachableSince ??= performance.now();
    }
    // Also without news: the wake-up of an entry may have been lost.
    this.wakeup.ring();
  };

  /** Milliseconds since which the database could not be asked; 0 when it can. */
  unreachableFor(): number {
    return this.unreachableSince === null ? 0 : performance.now() - this.unreachableSince;
  }

  /** Status and attempt when polling knows of ones that the client has not been told; null otherwise. */
  news(): { status: QuestionStatus; attempt: number } | null {
    const { status, epoch } = this.state;
    return !this.isFinal && this.isNews(status, epoch) ? { status, attempt: epoch } : null;
  }

  /** Notes what the client is being told; false when it knows it already. */
  isNews(status: QuestionStatus, attempt: number): boolean {
    const key = keyOf(status, attempt);
    if (key === this.told) return false;
    this.told = key;
    return true;
  }
}

const keyOf = (status: QuestionStatus, attempt: number): string => `${status} ${attempt}`;
