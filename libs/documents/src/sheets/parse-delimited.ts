import Papa from 'papaparse';
import { decodeText } from '../detection/decode-text.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { gridCell, type GridRow } from './grid.js';
import { writeGrid } from './write-grid.js';
import type { ParsedText } from '../pictures/pictures.js';

/** Comma-separated values; the delimiter is found out, since "CSV" files often use semicolons or tabs. */
export function parseCsv(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  return parseDelimited(bytes, limits, mediaTypes.csv);
}

/** Tab-separated values. */
export function parseTsv(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  return parseDelimited(bytes, limits, mediaTypes.tsv);
}

/** A number, amount, share, date or time, in the ways in which exports write them. */
const valuePattern = /^[-+(¥$€£]*\p{Nd}[\p{Nd}.,:/ ()%円年月日時分-]*$/u;

function parseDelimited(
  bytes: Uint8Array,
  limits: ParseLimits,
  type: typeof mediaTypes.csv | typeof mediaTypes.tsv,
): ParsedText {
  const { text } = decodeText(bytes);
  const { data } = Papa.parse<string[]>(text, {
    ...(type === mediaTypes.tsv ? { delimiter: '\t' } : {}),
    delimitersToGuess: [',', '\t', ';', '|'],
  });
  const rows = data.flatMap((values, index): GridRow[] => {
    const cells = values.flatMap((value, column) => gridCell(column, value, valuePattern.test(value)) ?? []);
    return cells.length === 0 ? [] : [{ index, cells }];
  });
  const builder = new TextBuilder(limits);
  writeGrid(rows, builder, { headed: true });
  return builder.build(type, null);
}
