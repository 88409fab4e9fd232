import { markdownTable, percent } from '../report/markdown.js';
import type { Comparison, Difference } from './compare-runs.js';

/** A comparison as Markdown: what differs in the settings, then every metric. */
export function comparisonTable({ differences, unpaired, settings }: Comparison): string {
  const rows = differences.map(({ metric, count, before, after, interval, p }) => [
    metric.label,
    String(count),
    percent(before),
    percent(after),
    signed(after - before),
    `${signed(interval[0])} … ${signed(interval[1])}`,
    p === null ? '' : p.toFixed(4),
  ]);
  const head = ['%', 'questions', 'before', 'after', 'difference', '95 % interval', 'p'];
  const method =
    'Paired by question. Interval: paired bootstrap, 10,000 resamplings. p: McNemar’s exact test, two-sided, where a question either passes or fails.';
  return [
    ...settings.map(({ name, before, after }) => `${name}: ${before} → ${after}`),
    ...(unpaired > 0 ? [`${unpaired} questions that only one of the runs asked are left out.`] : []),
    markdownTable(head, rows),
    method,
  ].join('\n\n');
}

/** The same for programs; shares are of 1. */
export function comparisonJson({ differences, unpaired, settings }: Comparison): object {
  const metrics = differences.map(({ metric: { name, label, better }, count, ...figures }) => ({
    metric: name,
    label,
    better,
    questions: count,
    ...figures,
  }));
  return { metrics, unpaired, settings };
}

/** One difference in a sentence. */
export function describe({ metric, before, after, interval, count }: Difference): string {
  return `${metric.label}: ${percent(before)} % → ${percent(after)} % (${signed(interval[0])} … ${signed(interval[1])}, ${count} questions)`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
}
