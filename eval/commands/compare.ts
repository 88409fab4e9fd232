import { parseArgs } from 'node:util';
import { compareRuns } from '../compare/compare-runs.js';
import { comparisonTable } from '../compare/comparison-table.js';
import { readRunFile } from '../run/run-file.js';

/** `eval compare before.json after.json`: what changed between two runs, and how surely. */
export function compare(args: string[]): Promise<void> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
  const [before, after, ...more] = positionals;
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error('Name two results: eval compare before/run.json after/run.json');
  }
  process.stdout.write(`${comparisonTable(compareRuns(readRunFile(before), readRunFile(after)))}\n`);
  return Promise.resolve();
}
