import type { Measured } from '../measure/measured.js';
import { METRICS, type Metric } from '../measure/metrics.js';
import type { RunFile } from '../run/run-file.js';
import { bootstrapInterval, mcnemarExact } from './paired-statistics.js';

/** One metric in two runs, over the questions for which both have it. */
export interface Difference {
  metric: Metric;
  count: number;
  before: number;
  after: number;
  /** Of `after − before`, 95 %. */
  interval: [number, number];
  /** That both are equal, where a question either passes or fails; else null. */
  p: number | null;
}

/** Two runs side by side. */
export interface Comparison {
  differences: Difference[];
  /** Questions that only one of the two asked; they do not count. */
  unpaired: number;
  /** Settings that differ, with both values. */
  settings: { name: string; before: string; after: string }[];
}

/** Pairs the questions of two runs, by their ids, and compares what was measured of them. */
export function compareRuns(before: RunFile, after: RunFile): Comparison {
  const earlier = byKey(before.questions);
  const later = byKey(after.questions);
  const pairs = [...earlier].flatMap(([key, one]) => {
    const other = later.get(key);
    return other ? [[one, other] as const] : [];
  });
  return {
    differences: METRICS.flatMap((metric) => differenceIn(metric, pairs) ?? []),
    unpaired: earlier.size + later.size - 2 * pairs.length,
    settings: differingSettings(before.settings, after.settings),
  };
}

/** By id; the second question of the same id is another one. */
function byKey(questions: readonly Measured[]): Map<string, Measured> {
  const counts = new Map<string, number>();
  return new Map(
    questions.map((question) => {
      const count = counts.get(question.id) ?? 0;
      counts.set(question.id, count + 1);
      return [`${question.id}#${count}`, question];
    }),
  );
}

function differenceIn(metric: Metric, pairs: readonly (readonly [Measured, Measured])[]): Difference | null {
  const values = pairs.flatMap(([one, other]) => {
    const [before, after] = [metric.of(one), metric.of(other)];
    return before === null || after === null ? [] : [[before, after] as const];
  });
  if (values.length === 0) return null;
  const passOrFail = values.flat().every((value) => value === 0 || value === 1);
  const mean = (side: 0 | 1): number => values.reduce((sum, pair) => sum + pair[side], 0) / values.length;
  const only = (side: 0 | 1): number => values.filter((pair) => pair[side] > pair[side === 0 ? 1 : 0]).length;
  return {
    metric,
    count: values.length,
    before: mean(0),
    after: mean(1),
    interval: bootstrapInterval(values.map(([one, other]) => other - one)),
    p: passOrFail ? mcnemarExact(only(0), only(1)) : null,
  };
}

function differingSettings(before: RunFile['settings'], after: RunFile['settings']): Comparison['settings'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names
    .map((name) => ({ name, before: String(before[name] ?? ''), after: String(after[name] ?? '') }))
    .filter((setting) => setting.before !== setting.after);
}
