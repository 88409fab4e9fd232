import type { Level, Summary } from './measure-llm.js';

/** The levels as a table: tokens per second of each workload, and what an asker notices in the mix. */
export function llmTable(levels: readonly Level[]): string {
  const rows = [
    [
      'at once',
      '',
      'read tok/s',
      'write tok/s',
      'grounded tok/s',
      'mix tok/s',
      'TTFT p50 / p95 ms',
      'between tokens p50 / p95 ms',
      'outside llama.cpp ms/step',
    ],
  ];
  for (const { parallel, kotae, peer, ratios, outsideMs } of levels) {
    rows.push([String(parallel), 'kotae', ...cells(kotae), outsideMs.toFixed(2)]);
    if (peer === null || ratios === null) continue;
    rows.push(['', 'llama-server', ...cells(peer), '']);
    const ratio = [ratios.reading, ratios.writing, ratios.grounded, ratios.mix].map(
      (value) => `× ${value.toFixed(2)}`,
    );
    rows.push(['', 'ratio', ...ratio, '', '', '']);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[]) =>
    `| ${row.map((cell, column) => (column === 1 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 1 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

function cells({ reading, writing, grounded, mix, ttft, gap }: Summary): string[] {
  const pair = ([median, late]: [number, number]) => `${rounded(median)} / ${rounded(late)}`;
  return [rounded(reading), rounded(writing), rounded(grounded), rounded(mix), pair(ttft), pair(gap)];
}

function rounded(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
