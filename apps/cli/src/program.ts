import { askCommand } from './ask/ask.command.js';
import { backupCommand, restoreCommand } from './backup/backup.command.js';
import { collectionsCommand } from './collections/collections.command.js';
import { CliCommand } from './command/cli-command.js';
import { hasColours } from './command/colours.js';
import type { CommandContext } from './command/context.js';
import { fullName } from './command/man-page.js';
import { completionCommand } from './completion/completion.command.js';
import { doctorCommand } from './doctor/doctor.command.js';
import { addCommand } from './documents/add.command.js';
import { documentsCommand } from './documents/documents.command.js';
import { missingEvaluation } from './evaluation/missing-evaluation.command.js';
import { exportCommand } from './export/export.command.js';
import { keysCommand } from './keys/keys.command.js';
import { mcpCommand } from './mcp/mcp.command.js';
import { migrateCommand } from './migrate/migrate.command.js';
import { modelsCommand } from './models/models.command.js';
import { samplesCommand } from './samples/samples.command.js';
import { searchCommand } from './search/search.command.js';
import { statusCommand } from './status/status.command.js';
import { syncCommand } from './sync/sync.command.js';

/** Every command, in the order of the help. */
function commands(context: CommandContext, evaluation: CliCommand): CliCommand[] {
  return [
    askCommand(context),
    searchCommand(context),
    addCommand(context),
    syncCommand(context),
    documentsCommand(context),
    collectionsCommand(context),
    exportCommand(context),
    statusCommand(context),
    samplesCommand(context),
    modelsCommand(context),
    keysCommand(context),
    mcpCommand(context),
    migrateCommand(context),
    backupCommand(context),
    restoreCommand(context),
    doctorCommand(context),
    evaluation,
    completionCommand(context),
  ];
}

/**
 * The command `kotae`: parses a command line and runs what it asks for, with nothing but the context.
 * @param evaluation makes `kotae eval`, which no app may import
 */
export function createProgram(
  context: CommandContext,
  evaluation: (context: CommandContext) => CliCommand = missingEvaluation,
): CliCommand {
  const program = new CliCommand('kotae')
    .summary('questions over your own documents, with verified citations')
    .description(
      'Talks to a running Kotae service, and looks after the installation on this machine. In the repository it is run ' +
        'as "npx kotae" or "npm run kotae --".',
    )
    .section(
      'Environment',
      'KOTAE_URL: where the service is; by default what "npm start" runs here. KOTAE_API_KEY: the key to use. ' +
        'NO_COLOR: no colours.',
    )
    .section(
      'Exit status',
      '0 done; 1 failed; 2 wrong usage; 3 not in the documents, nothing found; 4 the service does not answer; ' +
        '130 interrupted.',
    );
  for (const command of commands(context, evaluation(context))) program.addCommand(command);
  attach(program, context);
  return program;
}

/** Makes a command and all below it write to the context and throw instead of ending the process. */
function attach(command: CliCommand, context: CommandContext): void {
  command.exitOverride().configureOutput({
    writeOut: (text) => context.out.write(text),
    writeErr: (text) => context.err.write(text),
    outputError: (text, write) => write(`${text.replace(/^error: /, '').trimEnd()}\n`),
    getOutHasColors: () => hasColours(context.out, context.env),
    getErrHasColors: () => hasColours(context.err, context.env),
    getOutHelpWidth: () => (context.out as { columns?: number }).columns ?? 80,
    getErrHelpWidth: () => (context.err as { columns?: number }).columns ?? 80,
  });
  command.showHelpAfterError(`See: ${fullName(command)} --help`);
  for (const sub of command.commands) attach(sub as CliCommand, context);
}
