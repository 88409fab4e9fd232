import { DomainError } from '#contracts';
import { MAX_SLOTS } from './posting.js';

/** In the map that {@link PassageTable.compact} returns: the slot's passage was removed. */
export const GONE = 0xffff_ffff;

/** The passages of a lexical index by slot: a dense number in order of addition, which postings refer to. */
export class PassageTable {
  /** By slot: the passage's id, or 0 once it was removed. */
  ids: Uint32Array;
  /** By slot: how many terms the passage has. */
  lengths: Uint32Array;
  /** Slots in use, removed passages included. */
  slots: number;
  /** Sum of the living passages' lengths. */
  totalLength = 0;
  /** Slots of the living passages. */
  readonly slotById = new Map<number, number>();

  constructor(ids: Uint32Array = new Uint32Array(0), lengths: Uint32Array = new Uint32Array(0)) {
    this.ids = ids;
    this.lengths = lengths;
    this.slots = ids.length;
    for (let slot = 0; slot < this.slots; slot++) {
      this.slotById.set(ids[slot]!, slot);
      this.totalLength += lengths[slot]!;
    }
  }

  /** Number of living passages. */
  get size(): number {
    return this.slotById.size;
  }

  /** Number of slots whose passage was removed. */
  get removed(): number {
    return this.slots - this.size;
  }

  /** Bytes, the map included: 40 an entry. */
  get memory(): number {
    return this.ids.byteLength + this.lengths.byteLength + 40 * this.size;
  }

  has(id: number): boolean {
    return this.slotById.has(id);
  }

  /** Gives the passage a slot. */
  add(id: number, length: number): number {
    if (this.slots === MAX_SLOTS) {
      throw new DomainError('index_unavailable', `A lexical index holds at most ${MAX_SLOTS} passages.`);
    }
    if (this.slots === this.ids.length) {
      const size = Math.max(256, this.slots * 2);
      this.ids = grown(this.ids, size);
      this.lengths = grown(this.lengths, size);
    }
    const slot = this.slots++;
    this.ids[slot] = id;
    this.lengths[slot] = length;
    this.slotById.set(id, slot);
    this.totalLength += length;
    return slot;
  }

  /** Marks the passage's slot as removed; false when there is no such passage. */
  remove(id: number): boolean {
    const slot = this.slotById.get(id);
    if (slot === undefined) return false;
    this.slotById.delete(id);
    this.totalLength -= this.lengths[slot]!;
    this.ids[slot] = 0;
    return true;
  }

  /** The table as it would be without the removed passages, and each slot's number in it, or {@link GONE}. */
  withoutGaps(): { newSlots: Uint32Array; ids: Uint32Array; lengths: Uint32Array } {
    const newSlots = new Uint32Array(this.slots).fill(GONE);
    const ids = new Uint32Array(this.size);
    const lengths = new Uint32Array(this.size);
    let next = 0;
    for (let slot = 0; slot < this.slots; slot++) {
      if (this.ids[slot] === 0) continue;
      newSlots[slot] = next;
      ids[next] = this.ids[slot]!;
      lengths[next] = this.lengths[slot]!;
      next++;
    }
    return { newSlots, ids, lengths };
  }

  /** Closes the gaps that removed passages left; returns each old slot's new one, or {@link GONE}. */
  compact(): Uint32Array {
    const { newSlots, ids, lengths } = this.withoutGaps();
    this.ids = ids;
    this.lengths = lengths;
    this.slots = ids.length;
    ids.forEach((id, slot) => this.slotById.set(id, slot));
    return newSlots;
  }
}

/** A copy of the array with room for `size` numbers. */
export function grown(array: Uint32Array, size: number): Uint32Array {
  const copy = new Uint32Array(size);
  copy.set(array);
  return copy;
}
