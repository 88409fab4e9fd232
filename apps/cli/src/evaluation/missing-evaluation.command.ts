import { DomainError } from '#contracts';
import { CliCommand } from '../command/cli-command.js';

/** `kotae eval` where there is none, in containers: the repository's `eval` is a program around this one. */
export function missingEvaluation(): CliCommand {
  return new CliCommand('eval')
    .summary('measure the quality of search and answers (in the repository)')
    .description(
      'Measure the quality of search and answers. The evaluation is part of the repository, not of this installation.',
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
