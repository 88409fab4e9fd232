import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { barChart } from '../report/bar-chart.js';
import { metricsTable } from '../report/write-report.js';
import { readRunFile, type RunFile } from '../run/run-file.js';

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

/** What `kotae eval table` is asked for with. */
export interface TableOptions {
  charts?: string;
  json?: boolean;
}

/** `kotae eval table`: the figures of several runs side by side. */
export function table(
  { out }: CommandContext,
  paths: string[],
  { charts: folder, json }: TableOptions,
): void {
  const runs = paths.map(readRunFile);
  const charts = folder === undefined ? [] : drawCharts(runs, folder);
  const rows = runs.map(({ name, summary }): [string, RunFile['summary']] => [name, summary]);
  out.write(
    json
      ? `${JSON.stringify({ runs: rows.map(([name, { metrics }]) => ({ name, metrics })), charts })}\n`
      : `${metricsTable(rows)}\n`,
  );
}

function drawCharts(runs: RunFile[], folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return CHARTS.map(({ file, title, metrics }) => {
    const series = metrics.map((metric) => ({
      name: metric,
      values: runs.map(({ summary }) => summary.metrics[metric]?.mean ?? null),
    }));
    const path = join(folder, file);
    writeFileSync(path, barChart({ title, groups: runs.map(({ name }) => name), series }));
    return path;
  });
}
