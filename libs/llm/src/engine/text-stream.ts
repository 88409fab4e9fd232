/** Tokens of context that a detokeniser needs to decide about a leading space. */
const CONTEXT_TOKENS = 8;

/**
 * Tokens to hold back while they do not form whole characters. A character has at most four bytes, so at most four
 * byte tokens; more than that is garbage, which is let through as U+FFFD.
 */
const LONGEST_HELD = 8;

/** `previous` are the tokens that came before, for a model that decides by them whether to write a space. */
export type Detokenize = (tokens: readonly number[], previous: readonly number[]) => string;

/**
 * Turns tokens into text as they come. A character spread over several tokens (rare kanji, emoji) is held back until
 * it is whole; the space that SentencePiece puts at the beginning of an answer is dropped.
 */
export class TextStream {
  readonly #detokenize: Detokenize;
  readonly #emit: (text: string) => void;
  #sent: number[] = [];
  #held: number[] = [];
  #text = '';

  constructor(detokenize: Detokenize, emit: (text: string) => void) {
    this.#detokenize = detokenize;
    this.#emit = emit;
  }

  /** Everything emitted so far. */
  get text(): string {
    return this.#text;
  }

  push(token: number): void {
    this.#held.push(token);
    const text = this.#detokenize(this.#held, this.#sent);
    if (text.endsWith('\uFFFD') && this.#held.length < LONGEST_HELD) return;
    this.#release(text);
  }

  /** Emits what is still held: the answer ended inside a character. */
  end(): void {
    if (this.#held.length > 0) this.#release(this.#detokenize(this.#held, this.#sent));
  }

  #release(text: string): void {
    this.#sent = [...this.#sent, ...this.#held].slice(-CONTEXT_TOKENS);
    this.#held = [];
    const piece = this.#text === '' ? text.trimStart() : text;
    if (piece === '') return;
    this.#text += piece;
    this.#emit(piece);
  }
}
