import type { Command } from 'commander';

/** What may follow a command: `path` is `''` for `kotae` itself, `models pull` for one below it. */
export interface Words {
  path: string;
  commands: { name: string; does: string }[];
  options: { flag: string; does: string }[];
}

/** Every command of a program with what may follow it. */
export function wordsOf(program: Command, path = ''): Words[] {
  const subs = program.commands.filter((command) => command.name() !== 'help');
  const commands = subs.map((command) => ({
    name: command.name(),
    does: command.summary() || command.description(),
  }));
  const options = [
    ...program.options.map(({ long, short, description }) => ({
      flag: long ?? short ?? '',
      does: description,
    })),
    { flag: '--help', does: 'show the manual page' },
  ];
  return [
    { path, commands, options },
    ...subs.flatMap((command) => wordsOf(command, `${path} ${command.name()}`.trim())),
  ];
}
