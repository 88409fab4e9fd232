import { deserialize, serialize } from 'node:v8';
import type { TextLine } from './text-line.js';

type PackedLine = [
  text: string,
  size: number,
  start: number,
  end: number,
  across: number,
  angle: number,
  isRow: boolean,
  level: number | undefined,
];

/**
 * The lines of a document's pages, in a third of the room that they take as objects, outside of JavaScript's heap: what
 * a line is depends on all pages, so they are gone through several times.
 */
export class PageStore {
  readonly #pages: Buffer[] = [];

  static of(pages: Iterable<TextLine[]>): PageStore {
    const store = new PageStore();
    for (const lines of pages) store.add(lines);
    return store;
  }

  get length(): number {
    return this.#pages.length;
  }

  add(lines: TextLine[]): void {
    this.#pages.push(pack(lines));
  }

  /** A page's lines, by its index; a change to them counts once it is {@link set}. */
  get(index: number): TextLine[] {
    const packed = this.#pages[index];
    return packed ? unpack(packed) : [];
  }

  set(index: number, lines: TextLine[]): void {
    this.#pages[index] = pack(lines);
  }

  *[Symbol.iterator](): Generator<TextLine[]> {
    for (const packed of this.#pages) yield unpack(packed);
  }
}

function pack(lines: TextLine[]): Buffer {
  return serialize(
    lines.map(({ text, size, start, end, across, angle, isRow, level }): PackedLine => {
      return [text, size, start, end, across, angle, isRow, level];
    }),
  );
}

function unpack(packed: Buffer): TextLine[] {
  const lines = deserialize(packed) as PackedLine[];
  return lines.map(([text, size, start, end, across, angle, isRow, level]) => {
    const line: TextLine = { text, size, start, end, across, angle, isRow };
    if (level !== undefined) line.level = level;
    return line;
  });
}
