import { ratioToTarget, type Figure } from './figure.js';

/** The figures as a table for people: value, target, and how many times better than the target the value is. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ['', 'measured', 'target', 'ratio'],
    ...figures.map((figure) => [figure.name, measured(figure), target(figure), ratio(figure)]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) => row.map((cell, column) => pad(cell, widths[column]!, column)).join('   '))
    .join('\n');
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}

function measured({ value, unit }: Figure): string {
  return `${rounded(value)} ${unit}`.trimEnd();
}

function target({ target, unit }: Figure): string {
  if (!target) return '';
  return `${target.kind === 'at least' ? '≥' : '≤'} ${rounded(target.value)} ${unit}`.trimEnd();
}

function ratio(figure: Figure): string {
  const value = ratioToTarget(figure);
  return value === null ? '' : `${rounded(value)} ×${value < 1 ? ' MISSED' : ''}`;
}

/** Three significant digits. */
function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
