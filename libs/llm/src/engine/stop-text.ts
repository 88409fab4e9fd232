/**
 * Cuts a text that comes in pieces before the string, of several, that is complete first. What may be the beginning of one is held back
 * until more has come, so nothing that is let through ever has to be taken back.
 */
export class StopText {
  readonly #stops: readonly string[];
  readonly #emit: (text: string) => void;
  #held = '';
  #text = '';
  #stopped = false;

  constructor(stops: readonly string[], emit: (text: string) => void) {
    this.#stops = stops;
    this.#emit = emit;
  }

  /** Everything let through so far. */
  get text(): string {
    return this.#text;
  }

  /** Whether one of the strings has come; what comes after it is ignored. */
  get stopped(): boolean {
    return this.#stopped;
  }

  push(piece: string): void {
    if (this.#stopped) return;
    const text = this.#held + piece;
    const end = endOf(text, this.#stops);
    if (end !== null) {
      this.#stopped = true;
      this.#held = '';
      this.#release(text.slice(0, end));
      return;
    }
    const held = Math.max(0, ...this.#stops.map((stop) => overlap(text, stop)));
    this.#held = text.slice(text.length - held);
    this.#release(text.slice(0, text.length - held));
  }

  /** Lets through what is still held: no more comes. */
  end(): void {
    if (!this.#stopped) this.#release(this.#held);
    this.#held = '';
  }

  #release(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#emit(text);
  }
}

/** Where the text ends: before the string that is complete first, of several the longest; null when there is none. */
function endOf(text: string, stops: readonly string[]): number | null {
  const found = stops
    .map((stop) => ({ from: text.indexOf(stop), to: text.indexOf(stop) + stop.length }))
    .filter(({ from }) => from >= 0);
  found.sort((a, b) => a.to - b.to || a.from - b.from);
  return found[0]?.from ?? null;
}

/** Length of the longest end of `text` that `stop` begins with. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
