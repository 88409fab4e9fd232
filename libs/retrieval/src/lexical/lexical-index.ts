import { codes, terms } from '#language';
import { coverage, lengthNorm, termWeight, type CorpusSize } from './bm25.js';
import { CODE_STEP, withoutSteps } from './code-steps.js';
import { decodeSnapshot, encodeSnapshot } from './lexical-snapshot.js';
import { Pace } from './pace.js';
import { PassageTable } from './passage-table.js';
import { frequencyOf, packPosting, slotOf } from './posting.js';
import { Postings } from './postings.js';
import { TopHits, type LexicalHit } from './top-hits.js';

/** A term of the vocabulary: its text, and its place in the map. */
const TERM_BYTES = 100;
/** Removed passages up to this many are left in place, since compaction costs a pass over the whole index. */
const COMPACT_AFTER = 1000;

/** What a lexical search found. */
export interface LexicalResult {
  /** Those with more of the query's codes first, then the best; equal scores in order of id. */
  hits: LexicalHit[];
  /**
   * Score of the best hit over that of an ideal passage, which has average length and holds every term of the query
   * once; 0 (nothing found) to 1. It tells questions about the corpus from others: see `isNearEnough`.
   */
  coverage: number;
}

/** A term of a query: its postings, and how many living passages have it. */
interface QueryTerm {
  list: Uint32Array;
  passages: number;
  isCode: boolean;
}

/**
 * BM25 over words and CJK bigrams, in memory, exact. Passages come and go by id; searches see every change at once,
 * and after a removal the scores are those of an index that never held the passage.
 */
export class LexicalIndex {
  private vocabulary: Map<string, number>;
  private postings: Postings;
  private readonly passages: PassageTable;
  private accumulator = new Float64Array(0);

  constructor(
    vocabulary = new Map<string, number>(),
    postings = new Postings(),
    passages = new PassageTable(),
  ) {
    this.vocabulary = vocabulary;
    this.postings = postings;
    this.passages = passages;
  }

  /** Reads what {@link serialize} wrote. @throws DomainError `snapshot_invalid` when the bytes are something else. */
  static deserialize(bytes: Uint8Array): LexicalIndex {
    return allPieces(LexicalIndex.deserializeInPieces(bytes));
  }

  /** Does what {@link deserialize} does, a millisecond or two between yields. */
  static *deserializeInPieces(bytes: Uint8Array): Generator<void, LexicalIndex> {
    const snapshot = yield* decodeSnapshot(bytes);
    const pace = new Pace();
    const vocabulary = new Map<string, number>();
    for (const [number, term] of snapshot.terms.entries()) {
      vocabulary.set(term, number);
      if (pace.isDue(0)) yield;
    }
    return new LexicalIndex(
      vocabulary,
      new Postings(snapshot.postingCounts, snapshot.postings),
      new PassageTable(snapshot.ids, snapshot.lengths),
    );
  }

  /** Number of passages that a search can find. */
  get size(): number {
    return this.passages.size;
  }

  /** Bytes that the index takes. */
  get memory(): number {
    return this.postings.memory + this.passages.memory + this.vocabulary.size * TERM_BYTES;
  }

  /** Whether the passage is in the index. */
  has(id: number): boolean {
    return this.passages.has(id);
  }

  /** Adds a passage under `id`, an integer from 1 to 2^32 − 1; a passage that has this id already is replaced. */
  add(id: number, searchText: string): void {
    if (!Number.isInteger(id) || id < 1 || id > 0xffff_ffff) {
      throw new RangeError(`A passage id is an integer from 1 to 2^32 - 1, but this one is ${id}.`);
    }
    this.remove(id);
    const found = terms(searchText);
    const slot = this.passages.add(id, found.length);
    const frequencies = new Map<string, number>();
    for (const term of found) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
    for (const [term, frequency] of frequencies) {
      this.postings.append(this.termNumber(term), packPosting(slot, frequency));
    }
  }

  /** Removes a passage; no later search finds or counts it. An id that is not there is no error. */
  remove(id: number): void {
    this.passages.remove(id);
  }

  /** True when so many passages were removed that {@link compactInPieces} pays off. */
  get wantsCompaction(): boolean {
    const { removed, size } = this.passages;
    return removed > COMPACT_AFTER && removed * 4 > size;
  }

  /**
   * Drops removed passages and the terms that only they had, and closes the gaps in memory: beside the old lists, which
   * go on answering, a millisecond or two between yields (30,000 passages took 1.5 s at a stretch). The index must not
   * change meanwhile.
   */
  *compactInPieces(): Generator<void, void> {
    const { postings, kept } = yield* this.postings.compactedInPieces(this.passages.withoutGaps().newSlots);
    const oldTerms = [...this.vocabulary.keys()];
    const vocabulary = new Map<string, number>();
    const pace = new Pace();
    for (const [number, old] of kept.entries()) {
      vocabulary.set(oldTerms[old]!, number);
      if (pace.isDue(0)) yield;
    }
    this.passages.compact();
    this.vocabulary = vocabulary;
    this.postings = postings;
  }

  /**
   * The `k` best passages for a query among those that `accepts` lets through, and how well the best one covers it.
   * Passages with more of the query's codes come before all others.
   */
  search(query: string, k: number, accepts: (id: number) => boolean = () => true): LexicalResult {
    const { ids, slots, slotById } = this.passages;
    const queryTerms = this.lookUp(query);
    const scores = this.scoresOf(queryTerms);
    const top = new TopHits(Math.max(1, k));
    for (let slot = 0; slot < slots; slot++) {
      const score = scores[slot]!;
      if (score === 0 || score < top.threshold) continue;
      const id = ids[slot]!;
      if (id !== 0 && accepts(id)) top.add({ id, score });
    }
    const hits = top.sorted();
    const best = hits[0] === undefined ? undefined : slotById.get(hits[0].id);
    return {
      hits: hits.slice(0, Math.max(0, k)).map(withoutSteps),
      coverage: best === undefined ? 0 : this.coverageBy(best, queryTerms),
    };
  }

  /** The whole index as bytes for {@link deserialize}. */
  serialize(): Uint8Array {
    return allPieces(this.serializeInPieces());
  }

  /** Does what {@link serialize} does, a millisecond or two between yields; the index must not change meanwhile. */
  serializeInPieces(): Generator<void, Uint8Array> {
    return encodeSnapshot({
      terms: this.vocabulary.keys(),
      list: (term) => this.postings.list(term),
      ...this.passages.withoutGaps(),
    });
  }

  private lookUp(query: string): QueryTerm[] {
    const exact = new Set(codes(query));
    return [...new Set(terms(query))].map((term) => {
      const number = this.vocabulary.get(term);
      const list = number === undefined ? new Uint32Array(0) : this.postings.list(number);
      return { list, passages: this.countLiving(list), isCode: exact.has(term) };
    });
  }

  /** The BM25 score of every slot, and {@link CODE_STEP} for each code of the query that it has; meaningless where the passage was removed. */
  private scoresOf(queryTerms: readonly QueryTerm[]): Float64Array {
    const { lengths } = this.passages;
    const scores = this.cleanAccumulator();
    const { fixed, perTerm } = lengthNorm(this.corpus);
    for (const { list, passages, isCode } of queryTerms) {
      const step = isCode ? CODE_STEP : 0;
      const weight = termWeight(passages, this.corpus);
      for (let index = 0; index < list.length; index++) {
        const slot = slotOf(list[index]!);
        const frequency = frequencyOf(list[index]!);
        scores[slot]! += step + (weight * frequency) / (frequency + fixed + perTerm * lengths[slot]!);
      }
    }
    return scores;
  }

  private coverageBy(slot: number, queryTerms: readonly QueryTerm[]): number {
    const covered = queryTerms.map(({ list, passages }) => ({
      passages,
      frequency: frequencyIn(list, slot),
    }));
    return coverage(covered, this.passages.lengths[slot]!, this.corpus);
  }

  private get corpus(): CorpusSize {
    return { passages: this.passages.size, totalLength: this.passages.totalLength };
  }

  private countLiving(list: Uint32Array): number {
    const { ids, removed } = this.passages;
    if (removed === 0) return list.length;
    let living = 0;
    for (let index = 0; index < list.length; index++) if (ids[slotOf(list[index]!)] !== 0) living++;
    return living;
  }

  private cleanAccumulator(): Float64Array {
    const { slots } = this.passages;
    if (this.accumulator.length < slots) this.accumulator = new Float64Array(Math.ceil(slots * 1.25));
    else this.accumulator.fill(0, 0, slots);
    return this.accumulator;
  }

  private termNumber(term: string): number {
    let number = this.vocabulary.get(term);
    if (number === undefined) {
      number = this.postings.addTerm();
      this.vocabulary.set(term, number);
    }
    return number;
  }
}

/** Does work in pieces without a break. */
function allPieces<T>(pieces: Generator<void, T>): T {
  for (;;) {
    const piece = pieces.next();
    if (piece.done === true) return piece.value;
  }
}

/** How often the term occurs in the passage at `slot`; its postings lie in order of slot. */
function frequencyIn(list: Uint32Array, slot: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slotOf(list[middle]!) < slot) low = middle + 1;
    else high = middle;
  }
  const posting = list[low];
  return posting !== undefined && slotOf(posting) === slot ? frequencyOf(posting) : 0;
}
