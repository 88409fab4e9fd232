import type { GridCell, GridRow } from './grid.js';

/** A label of a table is not longer, in characters. */
const MAX_LABEL = 60;
/** A two-column list has a header when its first column is this much longer than the label above it. */
const LONGER = 2.5;

/** What the first rows of a table say about its columns. */
export interface TableHeader {
  /** Name of each column, by column number. */
  names: Map<number, string>;
  /** How many rows it takes. */
  rows: number;
}

/**
 * Finds a table's header: a first row of labels alone, and the rows below it that name the columns under a label
 * which spans several.
 *
 * @param headed - the format promises a header (CSV), so a two-column list is believed to have one, too.
 */
export function findHeader(table: GridRow[], headed: boolean): TableHeader | null {
  const [first] = table;
  if (!first || table.length < 2 || !isLabels(first)) return null;
  const width = new Set(table.slice(0, 200).flatMap((row) => row.cells.map((cell) => cell.column))).size;
  const covered = first.cells.reduce((sum, cell) => sum + cell.columns, 0);
  if (covered < Math.max(2, width / 2)) return null;
  if (width === 2 && !headed && !isHeadedPair(first, table.slice(1))) return null;
  const height = headerHeight(table);
  return { names: columnNames(table.slice(0, height)), rows: height };
}

function isLabels(row: GridRow): boolean {
  const texts = row.cells.map((cell) => cell.text);
  return row.cells.every(isLabel) && new Set(texts).size > texts.length / 2;
}

/** A short text without a full stop, or a year, as tables of figures have at their head. */
function isLabel(cell: GridCell): boolean {
  if (cell.isValue) return /^(?:19|20)\d\d$/u.test(cell.text);
  return cell.text.length <= MAX_LABEL && !/[。.!?！？]$/u.test(cell.text.replace(/\b\p{L}{1,4}\.$/u, ''));
}

/** Two columns are as often "name: value" as a table: values or longer texts below the labels tell. */
function isHeadedPair(first: GridRow, rows: GridRow[]): boolean {
  const below = (cell: GridCell) =>
    rows.flatMap((row) => row.cells.filter((other) => other.column === cell.column));
  const [left, right] = first.cells;
  if (!left || !right) return false;
  const values = below(right).filter((cell) => cell.isValue).length;
  const length = below(left).reduce((sum, cell) => sum + cell.text.length, 0) / rows.length;
  return values > rows.length / 2 || length > left.text.length * LONGER;
}

/** A label over several columns has their names below it; labels that span rows say how many rows that takes. */
function headerHeight(table: GridRow[]): number {
  const [first] = table;
  const cells = first?.cells ?? [];
  const spanned = Math.max(...cells.map((cell) => cell.rows));
  const wanted = spanned > 1 ? spanned : cells.some((cell) => cell.columns > 1) ? 2 : 1;
  let height = 1;
  while (height < Math.min(wanted, table.length - 1, 4) && table[height]?.cells.every(isLabel) === true)
    height++;
  return height;
}

function columnNames(rows: GridRow[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { text, column, columns } of rows.flatMap((row) => row.cells)) {
    for (let at = column; at < column + columns; at++) {
      const above = names.get(at);
      if (above !== text) names.set(at, above === undefined ? text : `${above} ${text}`);
    }
  }
  return names;
}
