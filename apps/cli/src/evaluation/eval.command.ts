import { DomainError } from '#contracts';
import { CliCommand } from '../command/cli-command.js';

/** `kotae eval`: shown in the help; the launcher in the repository runs the evaluation, which is a program of its own. */
export function evalCommand(): CliCommand {
  return new CliCommand('eval')
    .summary('measure the quality of search and answers')
    .description(
      'Measure the quality of search and answers: run, compare, gate, make, calibrate, table; see docs/quality.md.',
    )
    .allowUnknownOption()
    .argument('[arguments...]')
    .action(() => {
      throw new DomainError(
        'not_found',
        'The evaluation is part of the repository: run "npx kotae eval" there.',
      );
    });
}
