import { DomainError } from '#contracts';
import { exitCodes, type CommandContext } from '../../apps/cli/src/command/context.js';
import { compareRuns } from '../compare/compare-runs.js';
import { comparisonJson, comparisonTable, describe } from '../compare/comparison-table.js';
import { findRegressions } from '../compare/find-regressions.js';
import { loadConfig } from '../config.js';
import { readRunFile, type RunFile } from '../run/run-file.js';
import { runEvaluation } from '../run/run-evaluation.js';
import { toRunOptions, type RunValues } from './run-options.js';

/** What `kotae eval gate` is asked for with. */
export interface GateOptions extends RunValues {
  baseline: string;
  run?: string;
  /** In points of per cent of the questions. */
  tolerance: number;
  strict: boolean;
  json?: boolean;
}

/** `kotae eval gate`: fails when something got worse by more than the tolerance and, unless strict, by more than chance. */
export async function gate(context: CommandContext, options: GateOptions): Promise<void> {
  const { out, err } = context;
  const { baseline, tolerance, strict, json } = options;
  const comparison = compareRuns(readRunFile(baseline), await later(context, options));
  const asked = Math.max(0, ...comparison.differences.map(({ count }) => count));
  if (!json) out.write(`${comparisonTable(comparison)}\n\n`);
  if (asked === 0 || comparison.unpaired > 0) {
    throw new DomainError(
      'invalid_request',
      'The two runs did not ask the same questions: make a new baseline with "kotae eval run".',
    );
  }
  const regressions = findRegressions(comparison, { tolerance: tolerance / 100, strict });
  const worse = regressions.map(({ metric }) => metric.name);
  if (json) out.write(`${JSON.stringify({ ...comparisonJson(comparison), regressions: worse })}\n`);
  else if (worse.length > 0)
    err.write(`Worse than the baseline:\n${regressions.map((each) => `  ${describe(each)}\n`).join('')}`);
  else out.write(`No worse than the baseline (tolerance ${tolerance} points).\n`);
  if (worse.length > 0) context.exitCode = exitCodes.failed;
}

async function later(context: CommandContext, options: GateOptions): Promise<RunFile> {
  if (options.run !== undefined) return readRunFile(options.run);
  const { run } = await runEvaluation(toRunOptions(options), loadConfig(context.env, options), context);
  return run;
}
