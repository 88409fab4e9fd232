/** Ids that share a page: 512 bytes, so that ids which lie far apart cost little and neighbours next to nothing. */
const PAGE = 4096;

/** A set of passage ids, many times smaller and faster to fill than a `Set` of numbers. */
export class PassageSet {
  private readonly pages = new Map<number, Uint32Array>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  add(id: number): void {
    const key = Math.floor(id / PAGE);
    let page = this.pages.get(key);
    if (!page) this.pages.set(key, (page = new Uint32Array(PAGE / 32)));
    const bit = id % PAGE;
    const mask = 1 << (bit & 31);
    if ((page[bit >> 5]! & mask) !== 0) return;
    page[bit >> 5]! |= mask;
    this.count++;
  }

  readonly has = (id: number): boolean => {
    const bit = id % PAGE;
    const word = this.pages.get(Math.floor(id / PAGE))?.[bit >> 5] ?? 0;
    return (word & (1 << (bit & 31))) !== 0;
  };

  /** The ids, in no order that means anything. */
  *[Symbol.iterator](): Generator<number> {
    for (const [key, page] of this.pages) {
      for (let bit = 0; bit < PAGE; bit++) {
        if ((page[bit >> 5]! & (1 << (bit & 31))) !== 0) yield key * PAGE + bit;
      }
    }
  }
}
