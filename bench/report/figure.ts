/** What a figure is held against: a value that it should reach, or not exceed. */
interface Target {
  value: number;
  kind: 'at least' | 'at most';
}

/** One measured value. */
export interface Figure {
  /** What was measured, under which circumstances. */
  name: string;
  value: number;
  unit: string;
  target?: Target;
}

/** How many times better than its target a figure is: 1 just meets it. */
export function ratioToTarget({ value, target }: Figure): number | null {
  if (!target) return null;
  return target.kind === 'at least' ? value / target.value : target.value / value;
}

/** The value below which a share of the values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
