import { createHmac, randomBytes } from 'node:crypto';
import type { SegmentTokenizer } from './segment-tokenizer.js';

const LETTERS = 6;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';
/** Marks tried to learn how many tokens one usually has. */
const SAMPLES = 31;

/** What a mark is made for: the texts that must not hold it, the first one deciding which it is. */
export interface MarkedTexts {
  first: string;
  texts: readonly string[];
}

/**
 * Makes the marks by which a model tells sources from what stands in them: six letters, some 28 bits, that no document
 * can know. They follow by HMAC from a secret, by default this process's own, and from the first source, so that prompts which could
 * share the cached beginning of another still do: a prefix is shared only as far as the first sources are the same.
 */
export class SourceMarks {
  /** Tokens of every mark: the same for all, so that the cost of a prompt does not depend on which one it gets. */
  readonly tokens: number;
  readonly #secret: string | Buffer;
  readonly #segments: Pick<SegmentTokenizer, 'continuing'>;

  constructor(segments: Pick<SegmentTokenizer, 'continuing'>, secret: string | Buffer = randomBytes(32)) {
    this.#segments = segments;
    this.#secret = secret;
    const counts = Array.from({ length: SAMPLES }, (_, index) => this.#count(this.#candidate('', index)));
    this.tokens = counts.sort((a, b) => a - b)[SAMPLES >> 1]!;
  }

  /** The mark for these texts; none of them holds it. */
  for({ first, texts }: MarkedTexts): string {
    for (let attempt = 0; ; attempt++) {
      const mark = this.#candidate(first, attempt);
      if (this.#count(mark) === this.tokens && !texts.some((text) => text.includes(mark))) return mark;
    }
  }

  #candidate(first: string, attempt: number): string {
    const digest = createHmac('sha256', this.#secret).update(`${attempt}\n${first}`).digest();
    return Array.from({ length: LETTERS }, (_, at) => ALPHABET[digest.readUInt32BE(at * 4) % 26]).join('');
  }

  #count(mark: string): number {
    return this.#segments.continuing(mark).length;
  }
}
