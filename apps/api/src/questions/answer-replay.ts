import type { StreamedEvent, StreamEntry } from '#contracts';

/** Before the first entry of any Redis Stream. */
export const STREAM_START = '0-0';

/**
 * Decides, entry by entry, what one connection still has to be told.
 *
 * A stream may hold entries of attempts that were given up, the same text twice (a write that was retried), or lack
 * some (Redis lost its last second). This keeps how much of the newest attempt's text the client has: repeated text
 * is trimmed away, and text that would leave a hole is held back after one more reading from the start, since the
 * final event brings the whole answer anyway.
 */
export class AnswerReplay {
  /** The last entry that was read. */
  position = STREAM_START;
  /** Characters of the newest attempt's text that the client has. */
  private sent = 0;
  /** How often that attempt has begun its text anew. */
  private run = 0;
  private newestOther = STREAM_START;
  private hole: 'none' | 'found' | 'read again' = 'none';

  /**
   * @param epoch the attempt that is known to be the newest; older ones are of no interest
   * @param resumeAfter the last entry that the client has seen; it must be in the stream. Up to there all is taken
   *   in, to know where the client stands, and nothing is given out.
   */
  constructor(
    private epoch: number,
    private readonly resumeAfter: string = STREAM_START,
  ) {}

  /** Learns from elsewhere that a newer attempt has begun. */
  attempt(epoch: number): void {
    if (epoch <= this.epoch) return;
    this.epoch = epoch;
    this.beginRun(0);
  }

  /** Takes the next entry and returns what the client is to be told, if anything. */
  take(id: string, entry: StreamEntry | null): StreamedEvent | null {
    this.position = id;
    if (!entry || entry.epoch < this.epoch) return null;
    this.attempt(entry.epoch);
    // The end is the row's, whoever says it.
    if (entry.run < this.run && entry.event.type !== 'final') return null;
    if (entry.run > this.run) this.beginRun(entry.run);
    const event = entry.event.type === 'delta' ? this.delta(entry.event) : this.other(id, entry.event);
    return compareIds(id, this.resumeAfter) <= 0 ? null : event;
  }

  /** Whether the stream should be read from its start once more, because a hole has appeared. */
  startsOver(): boolean {
    if (this.hole !== 'found') return false;
    this.hole = 'read again';
    this.position = STREAM_START;
    return true;
  }

  /** Another generator has taken over: the text begins at 0 again. */
  private beginRun(run: number): void {
    this.run = run;
    this.sent = 0;
    this.hole = 'none';
  }

  private delta(event: Extract<StreamedEvent, { type: 'delta' }>): StreamedEvent | null {
    const { offset, text } = event.data;
    if (offset > this.sent) {
      if (this.hole === 'none') this.hole = 'found';
      return null;
    }
    const fresh = text.slice(this.sent - offset);
    if (fresh === '') return null;
    const trimmed = { offset: this.sent, text: fresh };
    this.sent += fresh.length;
    this.hole = 'none';
    return { type: 'delta', data: trimmed };
  }

  private other(id: string, event: StreamedEvent): StreamedEvent | null {
    if (compareIds(id, this.newestOther) <= 0) return null;
    this.newestOther = id;
    return event;
  }
}

/** Orders ids of a Redis Stream, `<milliseconds>-<sequence>`. */
export function compareIds(a: string, b: string): number {
  const [aTime = 0, aSeq = 0] = a.split('-').map(Number);
  const [bTime = 0, bSeq = 0] = b.split('-').map(Number);
  return aTime - bTime || aSeq - bSeq;
}
