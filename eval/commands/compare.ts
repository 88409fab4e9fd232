import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { compareRuns } from '../compare/compare-runs.js';
import { comparisonJson, comparisonTable } from '../compare/comparison-table.js';
import { readRunFile } from '../run/run-file.js';

/** `kotae eval compare`: what changed between two runs, and how surely. */
export function compare(
  { out }: CommandContext,
  before: string,
  after: string,
  { json }: { json?: boolean },
): void {
  const comparison = compareRuns(readRunFile(before), readRunFile(after));
  out.write(`${json ? JSON.stringify(comparisonJson(comparison)) : comparisonTable(comparison)}\n`);
}
