import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { barChart } from '../report/bar-chart.js';
import { metricsTable } from '../report/write-report.js';
import { readRunFile } from '../run/run-file.js';

/** What each chart shows of every run. */
const CHARTS = [
  {
    file: 'retrieval.svg',
    title: 'Questions with a right passage among the first k',
    metrics: ['recall@1 fused', 'recall@5 fused', 'recall@20 fused', 'gold in prompt'],
  },
  {
    file: 'answers.svg',
    title: 'Answers, citations and refusals',
    metrics: ['contains answer', 'citation recall', 'false refusals', 'false answers'],
  },
];

/** `eval table a/run.json b/run.json … [--charts folder]`: the figures of several runs side by side. */
export function table(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { charts: { type: 'string' } },
  });
  if (positionals.length === 0) throw new Error('Name the results: eval table a/run.json b/run.json');
  const runs = positionals.map(readRunFile);
  process.stdout.write(`${metricsTable(runs.map(({ name, summary }) => [name, summary]))}\n`);
  const { charts } = values;
  if (charts === undefined) return Promise.resolve();
  mkdirSync(charts, { recursive: true });
  for (const { file, title, metrics } of CHARTS) {
    const series = metrics.map((metric) => ({
      name: metric,
      values: runs.map(({ summary }) => summary.metrics[metric]?.mean ?? null),
    }));
    writeFileSync(join(charts, file), barChart({ title, groups: runs.map(({ name }) => name), series }));
  }
  return Promise.resolve();
}
