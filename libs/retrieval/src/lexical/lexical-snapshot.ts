import { DomainError } from '#contracts';
import { Pace } from './pace.js';
import { packPosting } from './posting.js';
import { PostingsWriter } from './postings-writer.js';

/** The content of a lexical index without gaps, as a snapshot file holds it. */
export interface LexicalSnapshot {
  /** Terms by number. */
  terms: string[];
  /** By term: how many postings it has. */
  postingCounts: Uint32Array;
  /** The postings of all terms, one list after the other, each in order of slot. */
  postings: Uint32Array;
  /** By slot: the passage's id. */
  ids: Uint32Array;
  /** By slot: how many terms the passage has. */
  lengths: Uint32Array;
}

/** "KLX1" in a little-endian word: the format's name and version. */
const MAGIC = 0x31584c4b;
const HEADER_WORDS = 6;

/** An index as {@link encodeSnapshot} reads it; it may have gaps. */
export interface SnapshotSource {
  /** Terms by number. */
  terms: Iterable<string>;
  /** The postings of a term, in order of slot. */
  list: (term: number) => Uint32Array;
  /** By slot: its number once the gaps are closed, or `GONE`. */
  newSlots: Uint32Array;
  /** The living passages' ids and lengths, by new slot. */
  ids: Uint32Array;
  lengths: Uint32Array;
}

/**
 * Writes a snapshot. Layout, in little-endian 32-bit words: magic, passages, terms, postings, bytes of the dictionary,
 * bytes of the postings; ids; lengths; posting counts; then bytes: each term's length in UTF-16 units (a byte each),
 * the terms' UTF-8 one after the other, and the postings as varints: the slot's distance to the one before,
 * doubled, plus 1 when a frequency above 1 follows. A typical posting takes 1 to 2 bytes.
 *
 * Yields after each small piece, since 100,000 passages take a second; the source must not change meanwhile.
 */
export function* encodeSnapshot(source: SnapshotSource): Generator<void, Uint8Array> {
  const terms: string[] = [];
  const counts: number[] = [];
  const writer = new PostingsWriter(source.newSlots);
  const pace = new Pace();
  let term = 0;
  for (const text of source.terms) {
    const list = source.list(term++);
    const count = writer.append(list);
    if (count > 0) {
      terms.push(text);
      counts.push(count);
    }
    if (pace.isDue(list.length)) yield;
  }
  yield;
  const dictionary = Buffer.from(terms.join(''), 'utf8');
  yield;
  const termLengths = new Uint8Array(terms.length);
  terms.forEach((text, number) => (termLengths[number] = text.length));
  yield;
  const postings = writer.bytes();
  const { ids, lengths } = source;
  const sizes = [ids.length, terms.length, writer.count, dictionary.length, postings.length];
  const words = [Uint32Array.of(MAGIC, ...sizes), ids, lengths, Uint32Array.from(counts)];
  return Buffer.concat([...words.map((part) => bytesOf(part)), termLengths, dictionary, postings]);
}

/**
 * Reads what {@link encodeSnapshot} wrote, a millisecond or two between yields.
 *
 * @throws DomainError `snapshot_invalid`
 */
export function* decodeSnapshot(bytes: Uint8Array): Generator<void, LexicalSnapshot> {
  const reader = new SectionReader(bytes);
  const [magic, passages, termCount, postingTotal, dictionaryBytes, postingBytes] =
    reader.words(HEADER_WORDS);
  if (magic !== MAGIC) throw invalid('it does not begin like one');
  const ids = reader.words(passages!);
  const lengths = reader.words(passages!);
  const postingCounts = reader.words(termCount!);
  const termLengths = reader.bytes(termCount!);
  yield;
  const dictionary = new TextDecoder().decode(reader.bytes(dictionaryBytes!));
  yield;
  const terms = yield* cutTerms(dictionary, termLengths);
  const postings = yield* decodePostings(
    postingCounts,
    postingTotal!,
    passages!,
    reader.bytes(postingBytes!),
  );
  reader.end();
  return { terms, postingCounts, postings, ids, lengths };
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

function* cutTerms(dictionary: string, lengths: Uint8Array): Generator<void, string[]> {
  const terms: string[] = [];
  const pace = new Pace();
  let start = 0;
  for (const length of lengths) {
    terms.push(dictionary.slice(start, (start += length)));
    if (pace.isDue(0)) yield;
  }
  if (start !== dictionary.length) throw invalid('its dictionary does not match its terms');
  return terms;
}

function* decodePostings(
  counts: Uint32Array,
  total: number,
  passages: number,
  bytes: Uint8Array,
): Generator<void, Uint32Array> {
  const postings = new Uint32Array(total);
  const pace = new Pace();
  let at = 0;
  let next = 0;
  for (const count of counts) {
    let slot = -1;
    if (next + count > total) throw invalid('its postings do not match its terms');
    for (const end = next + count; next < end; next++) {
      let value = 0;
      let shift = 0;
      for (; bytes[at]! > 127; shift += 7) value |= (bytes[at++]! & 127) << shift;
      value |= bytes[at++]! << shift;
      slot += value >>> 1;
      let frequency = 1;
      if ((value & 1) === 1) {
        frequency = bytes[at++]!;
        if (frequency > 127) frequency = (frequency & 127) | (bytes[at++]! << 7);
      }
      if (slot >= passages) throw invalid('a posting points outside the passages');
      postings[next] = packPosting(slot, frequency);
    }
    if (pace.isDue(count)) yield;
  }
  if (next !== total || at !== bytes.length) throw invalid('its postings do not match its terms');
  return postings;
}

/** Takes the sections of a snapshot one after the other, and refuses to read past the end. */
class SectionReader {
  private at = 0;

  constructor(private readonly source: Uint8Array) {}

  bytes(count: number): Uint8Array {
    if (count > this.source.length - this.at) throw invalid('it ends too early');
    this.at += count;
    return this.source.subarray(this.at - count, this.at);
  }

  words(count: number): Uint32Array {
    // copied, because a file's bytes need not lie at a multiple of four
    return new Uint32Array(Uint8Array.from(this.bytes(count * 4)).buffer);
  }

  end(): void {
    if (this.at !== this.source.length) throw invalid('it goes on after its end');
  }
}

function invalid(what: string): DomainError {
  return new DomainError('snapshot_invalid', `This is no usable snapshot of a lexical index: ${what}.`);
}
