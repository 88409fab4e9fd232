import type { TextBuilder } from '../text/text-builder.js';

/** A record whose values fit on a line of this length reads like a table's row. */
const MAX_ROW = 400;

/**
 * Writes a JSON value so that each line reads on its own: a record of a list as a row, `name: Chair; price: 120`,
 * everything else as one line per value under its path, `customer.city: Osaka`. What is empty is left out.
 */
export function writeJson(value: unknown, builder: TextBuilder): void {
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) writeRecord(item, builder);
  } else {
    writeLines(linesOf(value, ''), builder);
  }
}

function writeRecord(item: unknown, builder: TextBuilder): void {
  const lines = linesOf(item, '');
  const row = lines.join('; ');
  if (row.length <= MAX_ROW && !row.includes('\n')) builder.add(row, { tight: true });
  else writeLines(lines, builder);
}

function writeLines(lines: string[], builder: TextBuilder): void {
  lines.forEach((line, i) => builder.add(line, { tight: i > 0 }));
}

function linesOf(value: unknown, path: string): string[] {
  if (value === null || value === '') return [];
  if (typeof value !== 'object') {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return [path === '' ? shown : `${path}: ${shown}`];
  }
  if (!Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, each]) =>
      linesOf(each, path === '' ? key : `${path}.${key}`),
    );
  }
  const items = value as unknown[];
  const plain = items.filter((item) => item !== null && item !== '' && typeof item !== 'object');
  if (plain.length === items.length && items.length > 0) return linesOf(plain.map(String).join(', '), path);
  return items.flatMap((item) => {
    const row = linesOf(item, '').join('; ');
    return row === '' ? [] : [path === '' ? row : `${path}: ${row}`];
  });
}
