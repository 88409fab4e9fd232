import type { HeadingSpan, PageSpan, TextFacts, TextPiece } from '#contracts';
import { documentEmpty, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import type { ParsedText, PictureReason, Pictures, PictureSpot } from '../pictures/pictures.js';
import { cutPieces, PIECE_LENGTH } from '../pieces/cut-pieces.js';
import { cleanText } from './clean-text.js';

/** How a block of text is set among the others. */
export interface BlockOptions {
  /** Stands right below the block before it (next item, next row), not after an empty line. */
  tight?: boolean;
  /** Makes the block a heading of this level, 1 (outermost) to 6. */
  level?: number;
}

/** A picture to be read by recognition: a file of its own, or a page of a PDF (null: of this document). */
export interface BlockPicture {
  file: Uint8Array | null;
  pdfPage: number | null;
  why: PictureReason;
}

/** What else is known about a finished text. */
export interface BuildOptions {
  /** What would help when the document turns out to hold no text. */
  remedyWhenEmpty?: string;
  /** Headings of the outermost level are names of sheets or files, not a title. */
  headingsNameParts?: boolean;
}

/**
 * Collects a document's blocks in reading order and notes where each page and heading lies. Blocks are cleaned
 * before their offsets are taken, so the offsets hold in the final text.
 */
export class TextBuilder {
  #parts: string[] = [];
  #pages: PageSpan[] = [];
  #headings: HeadingSpan[] = [];
  /** The first of them, which may give the title. */
  readonly #firstHeadings: HeadingSpan[] = [];
  #length = 0;
  /** How much has been handed out. */
  #drained = 0;
  #lastPart = '';
  #lastPage: number | null = null;
  #hasWords = false;
  #page: { number: number; start: number | null } | null = null;
  readonly #spots: PictureSpot[] = [];
  readonly #files = new Set<Uint8Array>();
  readonly #maxCharacters: number;
  #picturesLeft: number;
  #pictureBytesLeft: number;

  /** A text longer than `maxCharacters` is refused with `document_too_large`; pictures beyond the limits are dropped. */
  constructor(limits: Pick<ParseLimits, 'maxCharacters' | 'maxPictures' | 'maxPictureBytes'>) {
    this.#maxCharacters = limits.maxCharacters;
    this.#picturesLeft = limits.maxPictures;
    this.#pictureBytesLeft = limits.maxPictureBytes;
  }

  /** Says that the blocks that follow stand on this page (1-based). */
  startPage(number: number): void {
    this.#endPage();
    this.#page = { number, start: null };
  }

  /** Adds a block; one that is empty once it is cleaned adds nothing. */
  add(text: string, options: BlockOptions = {}): void {
    const cleaned = trimBlock(cleanText(options.level === undefined ? text : text.replace(/\s+/gu, ' ')));
    if (cleaned === '') return;
    if (this.#length > 0) this.#push(options.tight === true ? '\n' : '\n\n');
    const start = this.#length;
    this.#push(cleaned);
    this.#markPage(start);
    if (options.level !== undefined) {
      this.#addHeading({ level: options.level, start, end: this.#length, text: cleaned });
    }
  }

  /** Says that a picture stands after the last block; one whose file was added before, as in a header, is dropped. */
  addPicture({ file, pdfPage, why }: BlockPicture): void {
    if (file && pdfPage === null && this.#files.has(file)) return;
    const index = file && this.#fileIndex(file);
    if (this.#picturesLeft <= 0 || index === undefined) return;
    this.#picturesLeft--;
    this.#spots.push({ at: this.#length, page: this.#page?.number ?? null, file: index, pdfPage, why });
  }

  /**
   * Adds the whole text of a part and the places of its pictures, its headings below `levels` levels of this
   * document's; its pages are not kept.
   *
   * @param bytes - the part's own, which hold those of its pictures that are pages of it.
   */
  append({ text, headings, pictures }: ParsedText, levels: number, bytes: Uint8Array): void {
    const before = this.#length;
    if (before > 0 && text !== '') this.#push('\n\n');
    const offset = this.#length;
    for (const { at, file, pdfPage, why } of pictures?.spots ?? []) {
      const held = file === null ? bytes : pictures?.files[file];
      const index = held && this.#fileIndex(held);
      if (index === undefined || this.#picturesLeft-- <= 0) continue;
      this.#spots.push({
        at: at === 0 ? before : at + offset,
        page: this.#page?.number ?? null,
        file: index,
        pdfPage,
        why,
      });
    }
    if (text === '') return;
    this.#push(text);
    this.#markPage(offset);
    for (const { start, end, level, text: title } of headings) {
      const deeper = Math.min(level + levels, 6);
      this.#addHeading({ level: deeper, start: start + offset, end: end + offset, text: title });
    }
  }

  /** Continues the last block, after `glue`: a paragraph that runs on over a page's end. */
  extend(text: string, glue: '' | ' '): void {
    const cleaned = trimBlock(cleanText(text));
    if (cleaned === '') return;
    this.#push(composes(this.#lastPart, cleaned) ? ' ' : glue);
    const start = this.#length;
    this.#push(cleaned);
    this.#markPage(start);
  }

  /**
   * The finished text. Without a title of the document's own, the first heading of the outermost level is taken,
   * unless headings only name the document's parts.
   * @throws {DocumentError} `document_empty` when it holds no letter or digit, and no picture that may show some.
   */
  build(mediaType: string, title: string | null, options: BuildOptions = {}): ParsedText {
    const facts = this.finish(mediaType, title, options);
    return {
      mediaType,
      title: facts.title,
      text: this.#parts.join(''),
      pages: this.#pages,
      headings: this.#headings,
      ...(this.#spots.length > 0 && { pictures: this.pictures }),
    };
  }

  /** The pictures so far. */
  get pictures(): Pictures {
    return { spots: this.#spots, files: [...this.#files] };
  }

  /**
   * Hands out what is written before the page that was begun last, once that makes a piece, and forgets it: a long
   * text need not be held. {@link build} must not be called any more; {@link finish} and {@link rest} end the text.
   */
  drain(): TextPiece[] {
    const complete = this.#page?.start == null;
    return complete && this.#length - this.#drained >= PIECE_LENGTH ? this.rest() : [];
  }

  /** Hands out all that is left. */
  rest(): TextPiece[] {
    const held = { text: this.#parts.join(''), pages: this.#pages, headings: this.#headings };
    const pieces = [...cutPieces(held, this.#drained)];
    [this.#parts, this.#pages, this.#headings] = [[], [], []];
    this.#drained = this.#length;
    return pieces;
  }

  /** What {@link build} says besides the text; it throws the same. */
  finish(mediaType: string, title: string | null, options: BuildOptions = {}): TextFacts {
    this.#endPage();
    if (this.#spots.length === 0 && !this.#hasWords) throw documentEmpty(options.remedyWhenEmpty);
    return {
      mediaType,
      title: cleanTitle(title) ?? (options.headingsNameParts === true ? null : this.#topHeading()),
      length: this.#length,
      pages: this.#lastPage,
    };
  }

  /** The file's place among those to be handed over; undefined where they would be too many bytes. */
  #fileIndex(file: Uint8Array): number | undefined {
    if (!this.#files.has(file)) {
      if (file.length > this.#pictureBytesLeft) return undefined;
      this.#pictureBytesLeft -= file.length;
      this.#files.add(file);
    }
    return [...this.#files].indexOf(file);
  }

  #push(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#maxCharacters) {
      throw documentTooLarge(`its text is longer than ${this.#maxCharacters} characters`, 'maxCharacters');
    }
    this.#parts.push(text);
    this.#lastPart = text;
    this.#hasWords ||= /[\p{L}\p{N}]/u.test(text);
  }

  #addHeading(heading: HeadingSpan): void {
    this.#headings.push(heading);
    if (this.#firstHeadings.length < 50) this.#firstHeadings.push(heading);
  }

  #markPage(start: number): void {
    if (this.#page) this.#page.start ??= start;
  }

  #endPage(): void {
    if (this.#page?.start != null) {
      this.#pages.push({ page: this.#page.number, start: this.#page.start, end: this.#length });
      this.#lastPage = this.#page.number;
    }
    this.#page = null;
  }

  #topHeading(): string | null {
    const top = Math.min(...this.#firstHeadings.map((heading) => heading.level));
    return cleanTitle(this.#firstHeadings.find((heading) => heading.level === top)?.text ?? null);
  }
}

/** Drops empty lines at both ends and white space at line ends; indentation of the first line stays. */
function trimBlock(text: string): string {
  return text
    .replace(/[ \t]+$/gmu, '')
    .replace(/^(?:[ \t]*\n)+/u, '')
    .trimEnd();
}

/** Whether two texts, written next to each other, would no longer be NFC. */
function composes(before: string, after: string): boolean {
  const seam = before.slice(-4) + after.slice(0, 4);
  return seam.normalize('NFC') !== seam;
}

function cleanTitle(title: string | null): string | null {
  const cleaned = cleanText(title ?? '')
    .replace(/\s+/gu, ' ')
    .trim();
  return cleaned === '' ? null : cleaned.slice(0, 300).replace(/\p{Surrogate}$/u, '');
}
