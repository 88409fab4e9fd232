import { parseArgs } from 'node:util';
import { loadConfig } from '../config.js';
import { metricsTable } from '../report/write-report.js';
import { runEvaluation } from '../run/run-evaluation.js';
import { runArguments, toRunOptions, withModels } from './run-arguments.js';

/** `eval run --questions file [--docs folder | --collection name]`: measures, and says where the report is. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: runArguments });
  const { run, folder } = await runEvaluation(toRunOptions(values), withModels(loadConfig(), values));
  const table = metricsTable([['all', run.summary], ...Object.entries(run.languages)]);
  process.stdout.write(`${table}\n\n${folder}/report.md\n${folder}/run.json\n`);
}
