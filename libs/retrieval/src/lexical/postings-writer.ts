import { GONE } from './passage-table.js';
import { frequencyOf, slotOf } from './posting.js';

/** A posting takes at most 4 bytes of distance (25 bits) and 2 of frequency (8 bits). */
const MAX_BYTES = 6;

/** Writes posting lists as varints, leaving out removed passages; see `encodeSnapshot` for the layout. */
export class PostingsWriter {
  /** Postings written. */
  count = 0;
  private buffer = new Uint8Array(1 << 16);
  private at = 0;

  /** @param newSlots by slot: the slot to write instead, or `GONE`. */
  constructor(private readonly newSlots: Uint32Array) {}

  /** Writes a list, and returns how many of its postings are of living passages. */
  append(list: Uint32Array): number {
    this.reserve(list.length * MAX_BYTES);
    const { buffer, newSlots } = this;
    let at = this.at;
    let count = 0;
    let previous = -1;
    for (let index = 0; index < list.length; index++) {
      const slot = newSlots[slotOf(list[index]!)]!;
      if (slot === GONE) continue;
      const frequency = frequencyOf(list[index]!);
      at = put(buffer, at, (slot - previous) * 2 + (frequency > 1 ? 1 : 0));
      if (frequency > 1) at = put(buffer, at, frequency);
      previous = slot;
      count++;
    }
    this.at = at;
    this.count += count;
    return count;
  }

  /** Everything written: a view, valid until more is. */
  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.at);
  }

  private reserve(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(this.at + bytes, this.buffer.length * 2));
    larger.set(this.bytes());
    this.buffer = larger;
  }
}

/** Writes a number, seven bits a byte, the lowest first, and returns where it ends. */
function put(buffer: Uint8Array, start: number, value: number): number {
  let at = start;
  let rest = value;
  for (; rest > 127; rest >>>= 7) buffer[at++] = (rest & 127) | 128;
  buffer[at++] = rest;
  return at;
}
