import { parseArgs } from 'node:util';
import { compareRuns } from '../compare/compare-runs.js';
import { comparisonTable, describe } from '../compare/comparison-table.js';
import { findRegressions } from '../compare/find-regressions.js';
import { loadConfig } from '../config.js';
import { readRunFile, type RunFile } from '../run/run-file.js';
import { runEvaluation } from '../run/run-evaluation.js';
import { runArguments, toRunOptions, withModels, type RunValues } from './run-arguments.js';

/** In per cent of the questions. */
const DEFAULT_TOLERANCE = '1';

/**
 * `eval gate --baseline before.json (--run after.json | the arguments of eval run) [--tolerance 1] [--strict]`: ends
 * with exit code 1 when something got worse by more than the tolerance (in points of per cent) and by more than chance,
 * or with `--strict` by more than the tolerance alone.
 */
export async function gate(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      ...runArguments,
      baseline: { type: 'string' },
      run: { type: 'string' },
      tolerance: { type: 'string', default: DEFAULT_TOLERANCE },
      strict: { type: 'boolean', default: false },
    },
  });
  if (values.baseline === undefined) throw new Error('Name the result to hold: --baseline before/run.json');
  const tolerance = Number(values.tolerance) / 100;
  if (!(tolerance >= 0)) throw new Error(`--tolerance takes points of per cent, not ${values.tolerance}.`);
  const baseline = readRunFile(values.baseline);
  const comparison = compareRuns(baseline, await later(values));
  const asked = Math.max(0, ...comparison.differences.map(({ count }) => count));
  process.stdout.write(`${comparisonTable(comparison)}\n\n`);
  if (asked === 0 || comparison.unpaired > 0) {
    throw new Error('The two runs did not ask the same questions: make a new baseline with eval run.');
  }
  const regressions = findRegressions(comparison, { tolerance, strict: values.strict });
  if (regressions.length > 0) {
    throw new Error(
      `Worse than the baseline:\n${regressions.map((each) => `  ${describe(each)}`).join('\n')}`,
    );
  }
  process.stdout.write(`No worse than the baseline (tolerance ${values.tolerance} points).\n`);
}

async function later(values: RunValues & { run?: string }): Promise<RunFile> {
  if (values.run !== undefined) return readRunFile(values.run);
  const { run } = await runEvaluation(toRunOptions(values), withModels(loadConfig(), values));
  return run;
}
