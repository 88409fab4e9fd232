import type { Surveyed } from './survey-file.js';

/** Columns of the table: what may become of a file, by code. */
const reasons: [heading: string, codes: RegExp][] = [
  ['read', /^read$/u],
  ['empty', /^document_empty$/u],
  ['password', /^document_encrypted$/u],
  ['corrupt', /^document_corrupt$/u],
  ['too large', /^document_too_large$/u],
  ['unsupported', /^unsupported_document_type$/u],
];

/** By format: how many files were read, refused for which reason, and wrong. In Markdown, most frequent format first. */
export function surveyTable(files: readonly Surveyed[]): string {
  const byFormat = new Map<string, Surveyed[]>();
  for (const file of files) byFormat.set(file.format, [...(byFormat.get(file.format) ?? []), file]);
  const formats = [...byFormat].toSorted((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  const row = (name: string, own: readonly Surveyed[]) => [
    name,
    String(own.length),
    ...reasons.map(([, codes]) => String(own.filter((file) => codes.test(file.outcome)).length)),
    String(own.filter((file) => file.wrong !== null).length),
  ];
  const lines = [
    ['files', 'tried', ...reasons.map(([heading]) => heading), 'wrong'],
    ['---', ...reasons.map(() => '---:'), '---:', '---:'],
    ...formats.map(([name, own]) => row(`.${name}`, own)),
    row('all', files),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
