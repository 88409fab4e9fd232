import type { TextBuilder } from '../text/text-builder.js';
import type { GridRow } from './grid.js';
import { findHeader, type TableHeader } from './table-header.js';

/** How a grid is read. */
export interface GridOptions {
  /** The format promises that the first row names the columns (CSV). */
  headed?: boolean;
}

/**
 * Writes a sheet's rows so that each reads on its own, `Header: value; Header: value`. Empty rows part the tables of
 * a sheet; one that has no header of its own and stands in the columns of the table above continues it.
 */
export function writeGrid(rows: GridRow[], builder: TextBuilder, options: GridOptions = {}): void {
  let above: TableHeader | null = null;
  for (const block of blocks(rows)) {
    const captions = captionRows(block);
    for (const row of block.slice(0, captions)) builder.add(plainLine(row), { tight: row !== block[0] });
    const table = block.slice(captions);
    const own = findHeader(table, options.headed === true);
    const header: TableHeader | null = own ?? (continues(table, above) ? above : null);
    if (header) above = header;
    writeTable(own ? table.slice(own.rows) : table, header, builder, captions > 0);
  }
}

function blocks(rows: GridRow[]): GridRow[][] {
  const found: GridRow[][] = [];
  let previous = -2;
  for (const row of rows) {
    if (row.index > previous + 1) found.push([]);
    found.at(-1)?.push(row);
    previous = row.index;
  }
  return found;
}

/** Rows of a single cell above a table are its title and remarks. */
function captionRows(block: GridRow[]): number {
  const table = block.findIndex((row) => row.cells.length > 1);
  return Math.max(table, 0);
}

function continues(table: GridRow[], above: TableHeader | null): boolean {
  return (
    above !== null &&
    table.some((row) => row.cells.length > 1) &&
    table.every((row) => row.cells.every((cell) => above.names.has(cell.column)))
  );
}

function writeTable(
  rows: GridRow[],
  header: TableHeader | null,
  builder: TextBuilder,
  captioned: boolean,
): void {
  const pairs = !header && rows.length > 1 && rows.every((row) => row.cells.length === 2);
  rows.forEach((row, i) => {
    const line = header ? namedLine(row, header) : pairs ? pairLine(row) : plainLine(row);
    builder.add(line, { tight: i > 0 || captioned });
  });
}

function namedLine(row: GridRow, { names }: TableHeader): string {
  return row.cells
    .map(({ column, text }) => {
      const name = names.get(column)?.replace(/\s*[:：]$/u, '');
      return name === undefined || name === text ? text : `${name}: ${text}`;
    })
    .join('; ');
}

/** Two columns without a header are a list of names and values. */
function pairLine({ cells }: GridRow): string {
  const [name, value] = cells.map((cell) => cell.text);
  return `${name?.replace(/\s*[:：]$/u, '')}: ${value}`;
}

function plainLine(row: GridRow): string {
  return row.cells.map((cell) => cell.text).join('; ');
}
