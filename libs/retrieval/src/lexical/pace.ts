/** Postings handled between two breaks: a millisecond or two. */
const POSTINGS_PER_PIECE = 30_000;
/** What a term costs beside its postings, in postings. */
const TERM_COST = 30;

/** Says when work on many posting lists has gone on long enough for the event loop to turn. */
export class Pace {
  private done = 0;

  /** To be called after each list. */
  isDue(postings: number): boolean {
    this.done += postings + TERM_COST;
    if (this.done < POSTINGS_PER_PIECE) return false;
    this.done = 0;
    return true;
  }
}
