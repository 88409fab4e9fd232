import type { Comparison, Difference } from './compare-runs.js';

/** When a difference counts as a regression. */
export interface GateRule {
  /** Loss, as a share of the questions, that is forgiven. */
  tolerance: number;
  /** Count a loss even if it may be chance; for runs without chance (greedy, no model) on few questions. */
  strict: boolean;
}

/** Lost questions weigh nothing less than rounding does. */
const ROUNDING = 1e-9;

/**
 * The metrics that got worse by more than the tolerance, and, unless the rule is strict, by more than chance: the 95 %
 * interval of the paired difference lies on the worse side of nothing.
 */
export function findRegressions({ differences }: Comparison, rule: GateRule): Difference[] {
  return differences.filter(({ metric, before, after, interval: [low, high] }) => {
    const loss = metric.better === 'higher' ? before - after : after - before;
    const isBeyondChance = metric.better === 'higher' ? high < 0 : low > 0;
    return loss > rule.tolerance + ROUNDING && (rule.strict || isBeyondChance);
  });
}
