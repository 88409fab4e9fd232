import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CUTOFFS, METRICS, RETRIEVERS } from '../measure/metrics.js';
import type { Spread, Summary } from '../measure/summarise.js';
import type { RunFile } from '../run/run-file.js';
import { barChart } from './bar-chart.js';
import { markdownTable, percent } from './markdown.js';

/** Writes `report.md` and its charts into a folder. */
export function writeReport(folder: string, run: RunFile): void {
  const columns: [string, Summary][] = [['all', run.summary], ...Object.entries(run.languages)];
  const charts = chartsOf(run.summary, columns);
  for (const { file, svg } of charts) writeFileSync(join(folder, file), svg);
  const settings = Object.entries(run.settings).flatMap(([name, value]) =>
    value === null ? [] : [[name, String(value)]],
  );
  writeFileSync(
    join(folder, 'report.md'),
    [
      `# ${run.name}`,
      `${run.summary.questions} questions, of which the documents answer ${run.summary.answerable}.`,
      ...charts.map(({ file, title }) => `![${title}](${file})`),
      '## Figures',
      metricsTable(columns),
      '## Time and tokens',
      spreadTable(columns),
      '## Settings',
      markdownTable(['setting', 'value'], settings),
    ].join('\n\n') + '\n',
  );
}

/** Every metric that has a value, in per cent of the questions, by column. */
export function metricsTable(columns: readonly [string, Summary][]): string {
  const present = METRICS.filter(({ name }) => columns.some(([, { metrics }]) => metrics[name]));
  const rows = present.map(({ name, label, better }) => [
    `${label}${better === 'lower' ? ' (less is better)' : ''}`,
    ...columns.map(([, { metrics }]) => {
      const value = metrics[name];
      return value ? `${percent(value.mean)} (${value.count})` : '';
    }),
  ]);
  return markdownTable(['% (of so many questions)', ...columns.map(([name]) => name)], rows);
}

function spreadTable(columns: readonly [string, Summary][]): string {
  const row = (label: string, of: (summary: Summary) => Spread | null, digits: number): string[] => [
    label,
    ...columns.map(([, summary]) => {
      const spread = of(summary);
      return spread ? `${spread.p50.toFixed(digits)} / ${spread.p95.toFixed(digits)}` : '';
    }),
  ];
  return markdownTable(
    ['p50 / p95', ...columns.map(([name]) => name)],
    [
      row('Search, ms', ({ searchMs }) => searchMs, 1),
      row('First text, ms', ({ ttftMs }) => ttftMs, 0),
      row('Whole answer, ms', ({ totalMs }) => totalMs, 0),
      row('Prompt, tokens', ({ promptTokens }) => promptTokens, 0),
      row('Answer, tokens', ({ completionTokens }) => completionTokens, 0),
    ].filter(([, ...values]) => values.some((value) => value !== '')),
  );
}

interface Chart {
  file: string;
  title: string;
  svg: string;
}

function chartsOf(summary: Summary, columns: readonly [string, Summary][]): Chart[] {
  const retrieval = {
    title: 'Recall: questions with a right passage among the first k',
    groups: CUTOFFS.map((cutoff) => `k = ${cutoff}`),
    series: RETRIEVERS.map((retriever) => ({
      name: retriever,
      values: CUTOFFS.map((cutoff) => mean(summary, `recall@${cutoff} ${retriever}`)),
    })),
  };
  const pick = (title: string, names: string[]) => ({
    title,
    groups: names,
    series: columns.map(([name, of]) => ({ name, values: names.map((metric) => mean(of, metric)) })),
  });
  const scores = ['exact match', 'F1', 'contains answer'];
  const answers = {
    title: 'Answers from the documents, and from the model alone',
    groups: scores,
    series: [
      { name: 'grounded', values: scores.map((name) => mean(summary, name)) },
      { name: 'closed book', values: scores.map((name) => mean(summary, `${name}, closed book`)) },
    ].filter(({ values }) => values.some((value) => value !== null)),
  };
  const trust = pick('Citations and refusals', [
    'citation precision',
    'citation recall',
    'unsupported claims',
    'false answers',
    'false refusals',
  ]);
  return [
    ['retrieval.svg', retrieval] as const,
    ['answers.svg', answers] as const,
    ['trust.svg', trust] as const,
  ].flatMap(([file, chart]) => {
    const hasValues = chart.series.some(({ values }) => values.some((value) => value !== null));
    return hasValues ? [{ file, title: chart.title, svg: barChart(chart) }] : [];
  });
}

function mean({ metrics }: Summary, name: string): number | null {
  return metrics[name]?.mean ?? null;
}
