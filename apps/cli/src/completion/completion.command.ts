import { Argument } from 'commander';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { bashScript, fishScript, zshScript } from './scripts.js';
import { wordsOf } from './words.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof SCRIPTS;

/** `kotae completion`: a script that makes a shell complete commands and options. */
export function completionCommand({ out }: CommandContext): CliCommand {
  return new CliCommand('completion')
    .summary('print a script for completion in bash, zsh or fish')
    .description(
      'Print a script that completes commands and options of "kotae". It knows the words by itself, so completing never ' +
        'starts Kotae.',
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(Object.keys(SCRIPTS)))
    .example('eval "$(npx kotae completion bash)"', 'in ~/.bashrc, with: alias kotae="npx kotae"')
    .example('npx kotae completion zsh > "${fpath[1]}/_kotae"', 'zsh')
    .example('npx kotae completion fish > ~/.config/fish/completions/kotae.fish', 'fish')
    .action((shell: Shell, _options: object, command: CliCommand) => {
      out.write(SCRIPTS[shell](wordsOf(command.parent as CliCommand)));
    });
}
