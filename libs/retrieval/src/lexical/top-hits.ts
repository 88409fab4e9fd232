/** A passage and its BM25 score. */
export interface LexicalHit {
  id: number;
  score: number;
  /** How many of the query's codes the passage holds, where that is any. */
  codes?: number;
}

/** Collects the best `k` hits: higher scores first, among equal scores the smaller id. */
export class TopHits {
  /** A binary heap with the worst hit at its root. */
  private readonly heap: LexicalHit[] = [];

  constructor(private readonly k: number) {}

  /** Score below which no hit can enter any more; 0 until there are `k`. */
  get threshold(): number {
    return this.heap.length < this.k ? 0 : (this.heap[0]?.score ?? Infinity);
  }

  add(hit: LexicalHit): void {
    if (this.heap.length < this.k) {
      this.heap.push(hit);
      this.rise(this.heap.length - 1);
    } else if (this.k > 0 && isWorse(this.heap[0]!, hit)) {
      this.heap[0] = hit;
      this.sink(0);
    }
  }

  /** The hits collected so far, best first. */
  sorted(): LexicalHit[] {
    return this.heap.toSorted((a, b) => (isWorse(b, a) ? -1 : 1));
  }

  private rise(index: number): void {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfWorse(child, parent)) return;
      child = parent;
    }
  }

  private sink(index: number): void {
    for (let parent = index; ;) {
      const left = 2 * parent + 1;
      if (left >= this.heap.length) return;
      const right = left + 1;
      const child = right < this.heap.length && isWorse(this.heap[right]!, this.heap[left]!) ? right : left;
      if (!this.swapIfWorse(child, parent)) return;
      parent = child;
    }
  }

  private swapIfWorse(child: number, parent: number): boolean {
    const lower = this.heap[child]!;
    const upper = this.heap[parent]!;
    if (!isWorse(lower, upper)) return false;
    this.heap[child] = upper;
    this.heap[parent] = lower;
    return true;
  }
}

function isWorse(a: LexicalHit, b: LexicalHit): boolean {
  return a.score < b.score || (a.score === b.score && a.id > b.id);
}
