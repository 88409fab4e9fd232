import { CliCommand } from '../../apps/cli/src/command/cli-command.js';
import type { CommandContext } from '../../apps/cli/src/command/context.js';
import { percent } from '../../apps/cli/src/command/numbers.js';
import type { CalibrateOptions } from './calibrate.js';
import type { GateOptions } from './gate.js';
import { withRunOptions, type RunValues } from './run-options.js';

/** `kotae eval run`. */
export function runCommand(context: CommandContext): CliCommand {
  const command = new CliCommand('run')
    .summary('measure, and write results and a report')
    .description(
      'Ask questions whose answers are known, and write run.json, report.md and charts. Without --docs and --collection ' +
        "the question files' own paragraphs are searched. A run that was interrupted goes on where it stopped.",
    )
    .example('npx kotae eval run --questions questions.jsonl --docs ~/handbook', 'with the installed models')
    .example('npx kotae eval run --questions questions.jsonl --collection default', 'a running Kotae');
  return withRunOptions(command)
    .json()
    .action(async (values: RunValues & { json?: boolean }) => {
      const { run } = await import('./run.js');
      await run(context, values);
    });
}

/** `kotae eval gate`. */
export function gateCommand(context: CommandContext): CliCommand {
  const command = new CliCommand('gate')
    .summary('fail when something got worse')
    .description(
      'Compare a run, or one that is made now, with a baseline, and fail when something got worse by more than the ' +
        'tolerance and by more than chance.',
    )
    .requiredOption('--baseline <file>', 'run.json of the run to hold')
    .option(
      '--run <file>',
      'run.json of the later run; without it the options of "kotae eval run" say what to ask',
    )
    .option('--tolerance <points>', 'loss that is forgiven, in points of per cent', percent, 1)
    .option('--strict', 'count a loss even if it may be chance', false)
    .section('Exit status', '0 no worse; 1 worse, or the runs did not ask the same questions.')
    .example(
      'npx kotae eval gate --baseline before/run.json --run after/run.json',
      'in continuous integration',
    );
  return withRunOptions(command)
    .json()
    .action(async (values: GateOptions) => {
      const { gate } = await import('./gate.js');
      await gate(context, values);
    });
}

/** `kotae eval calibrate`. */
export function calibrateCommand(context: CommandContext): CliCommand {
  const command = new CliCommand('calibrate')
    .summary('fit the thresholds at which questions are refused')
    .description(
      'Fit the thresholds at which questions are refused, on questions that the documents answer and others that they ' +
        'do not, and give them to a collection of a running Kotae.',
    )
    .option('--store <collection>', 'the collection that is to refuse by them from now on')
    .option('--most-false-refusals <percent>', 'of the questions that the documents answer', percent, 1)
    .example(
      'npx kotae eval calibrate --questions questions.jsonl --docs ~/handbook --store default',
      'fit, and use',
    );
  return withRunOptions(command)
    .json()
    .action(async (values: CalibrateOptions) => {
      const { calibrate } = await import('./calibrate.js');
      await calibrate(context, values);
    });
}
