import { LRUCache } from 'lru-cache';
import type { Tokenize } from './control-tokens.js';

/** Tokens and UTF-16 code units that the cache may hold together; about 40 MB, some 10,000 passages. */
const CACHE_SIZE = 8_000_000;

/**
 * Tokenises the pieces of a prompt one by one, so that a prompt costs exactly the sum of its pieces. Passages come
 * back question after question, so their tokens are kept (tokenising a full prompt takes longer than a decoding step).
 */
export class SegmentTokenizer {
  readonly #tokenize: Tokenize;
  readonly #newline: number[];
  readonly #cache = new LRUCache<string, number[]>({
    maxSize: CACHE_SIZE,
    sizeCalculation: (tokens, text) => tokens.length + text.length + 1,
  });

  constructor(tokenize: Tokenize) {
    this.#tokenize = tokenize;
    this.#newline = tokenize('\n', false);
  }

  /** Text right after a control token: SentencePiece puts a space before it, as in training. */
  leading(text: string): number[] {
    return this.#tokenize(text, false);
  }

  /**
   * Text that continues other text, hence without that space: it is tokenised behind a newline, which never merges
   * with what follows, and the newline's tokens are taken off.
   */
  continuing(text: string): number[] {
    const cached = this.#cache.get(text);
    if (cached !== undefined) return cached;
    const tokens = this.#tokenize(`\n${text}`, false).slice(this.#newline.length);
    this.#cache.set(text, tokens);
    return tokens;
  }
}
