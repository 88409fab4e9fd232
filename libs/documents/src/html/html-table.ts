import { looksLikeHeader, tableRows } from '../text/table-rows.js';
import { tagOf, walkHtml, type HtmlNode } from './html-node.js';
import { htmlText } from './html-text.js';

/** Bounds on `colspan` and `rowspan`, as in the HTML standard but lower: a real table is not wider. */
const MAX_COLUMNS = 200;
const MAX_ROWSPAN = 500;

interface Cell {
  text: string;
  header: boolean;
}

interface HtmlTable {
  captions: string[];
  rows: Cell[][];
  headerRows: number;
  /** The table lays out a page and holds no data. */
  layout: boolean;
}

/**
 * The rows of a data table as lines that read on their own (see {@link tableRows}), or null for a table that only
 * lays out a page: one that holds tables, headings, or a single cell.
 */
export function htmlTableLines(table: HtmlNode): string[] | null {
  const read = readTable(table);
  if (read.layout || read.rows.flat().length < 2) return null;
  return [...read.captions, ...dataLines(read)];
}

function dataLines({ rows, headerRows }: HtmlTable): string[] {
  const grid = rows.map((row) => row.map((cell) => cell.text));
  const first = rows[0] ?? [];
  if (headerRows > 0 || (first.every((cell) => cell.header) && rows.length > 1)) {
    // A table that marks every row as a header (Word files often seem to) means the first.
    const count = headerRows < rows.length ? Math.max(headerRows, 1) : 1;
    return tableRows(mergeHeader(grid.slice(0, count)), grid.slice(count));
  }
  if (rows.every((row) => row[0]?.header === true && row.length > 1)) {
    return grid.flatMap(([name = '', ...values]) => tableRows([name], [[values.filter(Boolean).join('; ')]]));
  }
  if (first.length > 2 && looksLikeHeader(grid)) return tableRows(grid[0] ?? [], grid.slice(1));
  return tableRows(null, grid);
}

function readTable(table: HtmlNode): HtmlTable {
  const rows: Cell[][] = [];
  const captions: string[] = [];
  let headerRows = 0;
  let inHead = false;
  let layout = /^(?:presentation|none)$/u.test(table.attribs?.['role'] ?? '');
  let spans = new Map<number, { cell: Cell; rowsLeft: number }>();
  walkHtml(table, {
    enter(node) {
      const tag = tagOf(node);
      if (node !== table && /^(?:table|h[1-6])$/u.test(tag)) layout = true;
      if (layout) return false;
      if (tag === 'thead') inHead = true;
      if (tag === 'caption') captions.push(htmlText(node));
      if (tag === 'tr') {
        const row = readRow(node, spans);
        spans = row.spans;
        rows.push(row.cells);
        if (inHead) headerRows++;
        layout ||= row.layout;
        return false;
      }
      return true;
    },
    leave(node) {
      if (tagOf(node) === 'thead') inHead = false;
    },
  });
  return { captions, rows, headerRows, layout };
}

type Spans = Map<number, { cell: Cell; rowsLeft: number }>;

/** Reads one row; a cell that spans rows is repeated in each, so that every row reads on its own. */
function readRow(row: HtmlNode, above: Spans): { cells: Cell[]; spans: Spans; layout: boolean } {
  const cells: Cell[] = [];
  const spans: Spans = new Map();
  let layout = false;
  const carryDown = () => {
    for (let span = above.get(cells.length); span; span = above.get(cells.length)) {
      if (span.rowsLeft > 1) spans.set(cells.length, { cell: span.cell, rowsLeft: span.rowsLeft - 1 });
      above.delete(cells.length);
      cells.push(span.cell);
    }
  };
  for (const node of row.children ?? []) {
    const tag = tagOf(node);
    if (tag !== 'td' && tag !== 'th') continue;
    carryDown();
    layout ||= holdsBlocksOfItsOwn(node);
    if (layout) break;
    const cell = { text: htmlText(node), header: tag === 'th' };
    const width = Math.min(spanOf(node, 'colspan'), MAX_COLUMNS - cells.length);
    const rowsLeft = Math.min(spanOf(node, 'rowspan'), MAX_ROWSPAN) - 1;
    for (let i = 0; i < width; i++) {
      // A wide heading names all its columns; a wide value is said once.
      const repeated = i === 0 || cell.header ? cell : { text: '', header: false };
      if (rowsLeft > 0) spans.set(cells.length, { cell: repeated, rowsLeft });
      cells.push(repeated);
    }
  }
  carryDown();
  return { cells, spans, layout };
}

function holdsBlocksOfItsOwn(cell: HtmlNode): boolean {
  let found = false;
  walkHtml(cell, {
    enter(node) {
      found ||= /^(?:table|h[1-6])$/u.test(tagOf(node));
      return !found;
    },
  });
  return found;
}

function spanOf(node: HtmlNode, name: 'colspan' | 'rowspan'): number {
  const value = Number.parseInt(node.attribs?.[name] ?? '', 10);
  return Number.isFinite(value) && value > 0 ? value : 1;
}

/** Several header rows become one: `Fee` above `Member`, `Guest` gives `Fee Member`, `Fee Guest`. */
function mergeHeader(rows: string[][]): string[] {
  const width = Math.max(...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, column) =>
    [...new Set(rows.map((row) => row[column] ?? '').filter(Boolean))].join(' '),
  );
}
