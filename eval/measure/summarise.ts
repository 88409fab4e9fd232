import type { Measured } from './measured.js';
import { METRICS } from './metrics.js';

/** A metric's mean over `count` questions. */
interface Mean {
  mean: number;
  count: number;
}

/** Median and 95th percentile. */
export interface Spread {
  p50: number;
  p95: number;
}

/** What a run's questions add up to. */
export interface Summary {
  questions: number;
  answerable: number;
  /** By name; a metric that says nothing about any of the questions is absent. */
  metrics: Record<string, Mean>;
  /** Milliseconds, and tokens; null where nothing was measured. */
  searchMs: Spread | null;
  ttftMs: Spread | null;
  totalMs: Spread | null;
  promptTokens: Spread | null;
  completionTokens: Spread | null;
}

/** Adds up the questions measured. */
export function summarise(measured: readonly Measured[]): Summary {
  const metrics: Record<string, Mean> = {};
  for (const { name, of } of METRICS) {
    const values = measured.flatMap((each) => of(each) ?? []);
    if (values.length > 0) metrics[name] = { mean: meanOf(values), count: values.length };
  }
  const spread = (of: (each: Measured) => number | null): Spread | null =>
    spreadOf(measured.flatMap((each) => of(each) ?? []));
  return {
    questions: measured.length,
    answerable: measured.filter(({ answerable }) => answerable).length,
    metrics,
    searchMs: spread(({ searchMs }) => searchMs),
    ttftMs: spread(({ grounded }) => grounded?.ttftMs ?? null),
    totalMs: spread(({ grounded }) => grounded?.totalMs ?? null),
    promptTokens: spread(({ grounded }) => grounded?.promptTokens ?? null),
    completionTokens: spread(({ grounded }) => grounded?.completionTokens ?? null),
  };
}

/** The mean; NaN of nothing. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spreadOf(values: number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
  return { p50: at(0.5), p95: at(0.95) };
}
