import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { loadConfig } from '../config.js';
import { metricsTable } from '../report/write-report.js';
import { runEvaluation } from '../run/run-evaluation.js';
import { toRunOptions, type RunValues } from './run-options.js';

/** `kotae eval run`: measures, and says where the report is. */
export async function run(context: CommandContext, values: RunValues & { json?: boolean }): Promise<void> {
  const { run, folder } = await runEvaluation(toRunOptions(values), loadConfig(context.env, values), context);
  const { name, summary, languages } = run;
  const table = metricsTable([['all', summary], ...Object.entries(languages)]);
  context.out.write(
    values.json
      ? `${JSON.stringify({ folder, name, summary, languages })}\n`
      : `${table}\n\n${folder}/report.md\n${folder}/run.json\n`,
  );
}
