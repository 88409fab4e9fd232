import type { TextBuilder } from '../text/text-builder.js';
import { looksLikeHeader, tableRows } from '../text/table-rows.js';

/** Puts a Rich Text file's text together: paragraphs, headings, and the rows of tables until a table is complete. */
export class RtfWriter {
  #paragraph = '';
  #cells: string[] = [];
  #rows: string[][] = [];
  #notes: string[] = [];

  constructor(private readonly builder: TextBuilder) {}

  text(text: string): void {
    this.#paragraph += text;
  }

  /** Ends a paragraph; in a table it goes on in the same cell. */
  endParagraph(inTable: boolean, level: number | null): void {
    if (inTable) {
      this.#paragraph += ' ';
      return;
    }
    this.#endTable();
    this.builder.add(this.#paragraph, level === null ? {} : { level });
    this.#paragraph = '';
    for (const note of this.#notes.splice(0)) this.builder.add(note);
  }

  endCell(): void {
    this.#cells.push(this.#paragraph.replace(/\s+/gu, ' ').trim());
    this.#paragraph = '';
  }

  endRow(): void {
    if (this.#cells.length > 0) this.#rows.push(this.#cells);
    this.#cells = [];
  }

  /** A footnote follows the paragraph that it belongs to. */
  note(text: string): void {
    this.#notes.push(text);
  }

  end(): void {
    this.endRow();
    this.endParagraph(false, null);
  }

  #endTable(): void {
    const rows = this.#rows.splice(0);
    const [header = [], ...rest] = rows;
    const lines = looksLikeHeader(rows) ? tableRows(header, rest) : tableRows(null, rows);
    lines.forEach((line, i) => this.builder.add(line, { tight: i > 0 }));
  }
}
