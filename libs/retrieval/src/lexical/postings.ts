import { frequencyOf, packPosting, slotOf } from './posting.js';
import { Pace } from './pace.js';
import { GONE, grown } from './passage-table.js';

/**
 * The posting lists of all terms in one typed array. A list that outgrows its block moves to one of twice the size;
 * the old block is kept on a free list for others. So memory stays within a small factor of the postings, outside
 * the JavaScript heap, and 100,000 passages load with one copy.
 */
export class Postings {
  private data: Uint32Array;
  private used: number;
  private starts: Uint32Array;
  private lengths: Uint32Array;
  private capacities: Uint32Array;
  private termCount: number;
  /** Free blocks by the power of two that they are at least as large as. */
  private readonly free: number[][] = Array.from({ length: 32 }, () => []);

  /** @param lengths of the lists, which lie in `data` one after the other without gaps. */
  constructor(lengths: Uint32Array = new Uint32Array(0), data: Uint32Array = new Uint32Array(0)) {
    this.termCount = lengths.length;
    this.lengths = lengths;
    this.capacities = lengths.slice();
    this.starts = new Uint32Array(lengths.length);
    this.data = data;
    this.used = data.length;
    for (let term = 0, start = 0; term < lengths.length; term++) {
      this.starts[term] = start;
      start += lengths[term]!;
    }
  }

  /** Bytes of all lists, with the room that they have for more. */
  get memory(): number {
    return [this.data, this.starts, this.lengths, this.capacities].reduce(
      (sum, { byteLength }) => sum + byteLength,
      0,
    );
  }

  /** Adds an empty list and returns its term number. */
  addTerm(): number {
    if (this.termCount === this.lengths.length) {
      const size = Math.max(1024, this.termCount * 2);
      this.starts = grown(this.starts, size);
      this.lengths = grown(this.lengths, size);
      this.capacities = grown(this.capacities, size);
    }
    return this.termCount++;
  }

  /** Appends a posting to the term's list. */
  append(term: number, posting: number): void {
    const length = this.lengths[term]!;
    if (length === this.capacities[term]!) this.move(term, length);
    this.data[this.starts[term]! + length] = posting;
    this.lengths[term] = length + 1;
  }

  /** The term's postings in order of addition: a view, valid until the next change. */
  list(term: number): Uint32Array {
    const start = this.starts[term]!;
    return this.data.subarray(start, start + this.lengths[term]!);
  }

  /**
   * The same lists without the postings of removed slots, the others moved to their new slots, in one exactly sized
   * array; `kept` names the terms that still have a posting, which are numbered anew in that order. Yields after each
   * millisecond or two of work; the lists must not change meanwhile.
   */
  *compactedInPieces(newSlots: Uint32Array): Generator<void, { postings: Postings; kept: number[] }> {
    const kept: number[] = [];
    const lengths: number[] = [];
    const pace = new Pace();
    let total = 0;
    for (let term = 0; term < this.termCount; term++) {
      let length = 0;
      const list = this.list(term);
      for (let index = 0; index < list.length; index++) if (newSlots[slotOf(list[index]!)] !== GONE) length++;
      if (pace.isDue(list.length)) yield;
      if (length === 0) continue;
      kept.push(term);
      lengths.push(length);
      total += length;
    }
    const data = new Uint32Array(total);
    let next = 0;
    for (const term of kept) {
      const list = this.list(term);
      for (let index = 0; index < list.length; index++) {
        const slot = newSlots[slotOf(list[index]!)]!;
        if (slot !== GONE) data[next++] = packPosting(slot, frequencyOf(list[index]!));
      }
      if (pace.isDue(list.length)) yield;
    }
    return { postings: new Postings(Uint32Array.from(lengths), data), kept };
  }

  private move(term: number, length: number): void {
    const power = length === 0 ? 0 : 32 - Math.clz32(length);
    const start = this.free[power]!.pop() ?? this.allocate(2 ** power);
    if (length > 0) {
      const old = this.starts[term]!;
      this.data.copyWithin(start, old, old + length);
      this.free[31 - Math.clz32(this.capacities[term]!)]!.push(old);
    }
    this.starts[term] = start;
    this.capacities[term] = 2 ** power;
  }

  private allocate(size: number): number {
    const start = this.used;
    this.used += size;
    if (this.used > this.data.length) {
      this.data = grown(this.data, Math.max(4096, this.used, Math.ceil(this.data.length * 1.5)));
    }
    return start;
  }
}
