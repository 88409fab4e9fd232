import { read, type CellObject, type Range, type WorkBook, type WorkSheet } from '@e965/xlsx';
import { zipSync } from 'fflate';
import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes, type SupportedMediaType } from '../media-types.js';
import { isEncrypted } from '../opendocument/encryption.js';
import { TextBuilder } from '../text/text-builder.js';
import { readZip } from '../zip/read-zip.js';
import { gridCell, type GridCell, type GridRow } from './grid.js';
import { writeGrid } from './write-grid.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A label that is merged over more rows than this stands beside a table and not in it. */
const MAX_MERGED_ROWS = 500;

/** An Excel workbook of today (.xlsx, .xlsm). */
export function parseXlsx(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  return parseWorkbook(withinLimits(bytes, limits), limits, mediaTypes.xlsx);
}

/** An Excel workbook in its binary form (.xlsb). */
export function parseXlsb(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  return parseWorkbook(withinLimits(bytes, limits), limits, mediaTypes.xlsb);
}

/** A spreadsheet of OpenOffice or LibreOffice Calc (.ods). */
export function parseOds(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const parts = readZip(
    bytes,
    (name) => /^(?:mimetype|[^/]*\.xml|META-INF\/manifest\.xml)$/u.test(name),
    limits,
  );
  if (isEncrypted(parts)) throw documentEncrypted();
  return parseWorkbook(repack(parts), limits, mediaTypes.ods);
}

/** An old Excel workbook (.xls). */
export function parseXls(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  return parseWorkbook(bytes, limits, mediaTypes.xls);
}

function withinLimits(bytes: Uint8Array, limits: ParseLimits): Uint8Array {
  return repack(readZip(bytes, (name) => /\.(?:xml|rels)$|^xl\/.*\.bin$/iu.test(name), limits));
}

/**
 * A container with only the parts that hold data, not packed: the library that reads workbooks inflates without
 * limits, so nothing packed reaches it.
 */
function repack(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return zipSync(Object.fromEntries(parts), { level: 0 });
}

/**
 * Each sheet is a page, with its number in the workbook, under a heading of its name; its rows read on their own.
 * Cells read as they are shown: dates and amounts in their format, formulas by their last result. Hidden sheets are
 * passed over, as hidden parts of a web page are, unless there is nothing else.
 */
function parseWorkbook(bytes: Uint8Array, limits: ParseLimits, type: SupportedMediaType): ParsedText {
  const workbook = openWorkbook(bytes);
  const count = workbook.SheetNames.length;
  if (count > limits.maxPages) throw documentTooLarge(`it has ${count} sheets`, 'maxPages');
  const builder = new TextBuilder(limits);
  const hidden = (i: number) => (workbook.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0;
  const allHidden = workbook.SheetNames.every((_, i) => hidden(i));
  workbook.SheetNames.forEach((name, i) => {
    const rows = sheetRows(workbook.Sheets[name]);
    if (rows.length === 0 || (hidden(i) && !allHidden)) return;
    builder.startPage(i + 1);
    builder.add(name, { level: 1 });
    writeGrid(rows, builder);
  });
  const title = workbook.Props?.Title;
  return builder.build(type, typeof title === 'string' ? title : null, { headingsNameParts: true });
}

function openWorkbook(bytes: Uint8Array): WorkBook {
  try {
    // "m/d/yy", the one format that differs by country, is written in the one way that is the same everywhere.
    return read(bytes, {
      type: 'array',
      dense: true,
      cellFormula: false,
      cellHTML: false,
      dateNF: 'yyyy-mm-dd',
    });
  } catch (error) {
    if (error instanceof Error && /password|encrypt/iu.test(error.message)) throw documentEncrypted();
    throw documentCorrupt('it is not a valid spreadsheet', error);
  }
}

function sheetRows(sheet: WorkSheet | undefined): GridRow[] {
  const data = (sheet?.['!data'] ?? []) as (CellObject | undefined)[][];
  const rows: GridRow[] = [];
  // forEach passes over the holes of a sparse sheet.
  data.forEach((row, index) => {
    const cells: GridCell[] = [];
    row?.forEach((cell, column) => {
      const shown = cell && cell.t !== 'z' ? gridCell(column, shownText(cell), cell.t !== 's') : null;
      if (shown) cells.push(shown);
    });
    if (cells.length > 0) rows.push({ index, cells });
  });
  return repeatMerged(rows, sheet?.['!merges'] ?? []);
}

function shownText(cell: CellObject): string {
  if (cell.t === 'e') return '';
  return cell.w ?? (cell.v === undefined ? '' : String(cell.v));
}

/** A cell merged over rows is repeated in each of them that has other content, so that every row reads on its own. */
function repeatMerged(rows: GridRow[], merges: Range[]): GridRow[] {
  const byIndex = new Map(rows.map((row) => [row.index, row]));
  for (const { s, e } of merges) {
    const cell = byIndex.get(s.r)?.cells.find((candidate) => candidate.column === s.c);
    if (!cell) continue;
    cell.columns = e.c - s.c + 1;
    cell.rows = e.r - s.r + 1;
    if (cell.rows > MAX_MERGED_ROWS) continue;
    for (let index = s.r + 1; index <= e.r; index++) {
      const cells = byIndex.get(index)?.cells;
      if (cells?.every((other) => other.column !== cell.column) === true)
        cells.push({ ...cell, rows: e.r - index + 1 });
    }
  }
  for (const row of rows) row.cells.sort((a, b) => a.column - b.column);
  return rows;
}
