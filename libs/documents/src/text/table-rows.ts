/**
 * Writes a table as lines that can be understood one by one, as retrieval cuts them: `Header: value; Header: value`.
 * A table without a header has its values joined alone.
 */
export function tableRows(header: string[] | null, rows: string[][]): string[] {
  const names = header?.map((name) => name.replace(/\s*[:：]\s*$/u, '')) ?? [];
  const lines = rows.map((row) => {
    const cells = row.map((value, column) => {
      const name = names[column] ?? '';
      return value === '' || name === '' || name === value ? value : `${name}: ${value}`;
    });
    return cells.filter((cell) => cell !== '').join('; ');
  });
  if (lines.every((line) => line === ''))
    return names.some((name) => name !== '') ? [names.filter(Boolean).join('; ')] : [];
  return lines.filter((line) => line !== '');
}

/**
 * Whether a table's first row, which nothing marks as a header, reads like one: several short, distinct, non-empty
 * labels without digits, above at least one row that differs in kind or is longer.
 */
export function looksLikeHeader(rows: string[][]): boolean {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0 || first.length < 2) return false;
  const labels = first.every((cell) => cell !== '' && cell.length <= 40 && !/[\p{N}\n。]/u.test(cell));
  if (!labels || new Set(first).size < first.length) return false;
  const cells = rest.flat().filter((cell) => cell !== '');
  return cells.some((cell) => /\p{N}/u.test(cell) || cell.length > 40) || rest.length >= 2;
}
