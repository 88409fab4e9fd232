import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { readInstallation } from '../installation/config.js';
import type { DoctorCommand } from './run-doctor.js';

/** `kotae doctor`: whether everything that Kotae keeps agrees. */
export function doctorCommand(context: CommandContext): CliCommand {
  return new CliCommand('doctor')
    .summary('check what Kotae keeps, and mend it')
    .description(
      'Look whether documents, originals, passages, embeddings, indexes and queues agree, and whether what Kotae needs ' +
        'is there. Ends with 1 when something is left that should be mended. Kotae may run meanwhile.',
    )
    .option('--repair', 'mend what can be mended')
    .option('--deep', 'read every original and compare its SHA-256')
    .json()
    .section(
      'Environment',
      'DATABASE_URL, REDIS_URL (or …_FILE), KOTAE_DATA_DIR, KOTAE_MODELS_DIR, KOTAE_ORIGINALS: the installation, as for ' +
        'its API and workers.',
    )
    .section('Exit status', '0 everything agrees; 1 something is left that should be mended.')
    .example('npx kotae doctor', 'look')
    .example('npx kotae doctor --repair', 'and mend')
    .action(async (options: DoctorCommand) => {
      const { runDoctor } = await import('./run-doctor.js');
      context.exitCode = await runDoctor(options, readInstallation(context.env), context);
    });
}
