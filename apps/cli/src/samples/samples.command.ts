import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { loadSamples } from './load-samples.js';

/** `kotae samples`: something to ask about, for those who look at Kotae for the first time. */
export function samplesCommand(context: CommandContext): CliCommand {
  return new CliCommand('samples')
    .summary('load four sample documents')
    .description('Load four sample documents in English and Japanese, and show how to ask about them.')
    .json()
    .example('npx kotae samples', 'load, and see what to ask')
    .action((options: { json?: boolean }) => loadSamples(context, options));
}
