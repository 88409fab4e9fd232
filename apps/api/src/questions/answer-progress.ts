import { isFinalStatus, type QuestionStatus } from '#contracts';
import type { QuestionState } from '#database';
import { Wakeup } from '../redis/wakeup.js';

/** What one follower of a question knows about its row from polling, and the bell that wakes it. */
export class AnswerProgress {
  readonly wakeup = new Wakeup();
  private unreachableSince: number | null = null;
  private told: number;

  constructor(private state: QuestionState) {
    this.told = placeOf(state.status, state.epoch);
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

  /** Notes what the client is being told; false when it knows as much already: a poll may be older than the stream. */
  isNews(status: QuestionStatus, attempt: number): boolean {
    const place = placeOf(status, attempt);
    if (place <= this.told) return false;
    this.told = place;
    return true;
  }
}

/** The order of an open question's states: queued 0, running 1, queued 1 (handed back), running 2, … */
function placeOf(status: QuestionStatus, attempt: number): number {
  return attempt * 2 + (status === 'queued' ? 1 : 0);
}
