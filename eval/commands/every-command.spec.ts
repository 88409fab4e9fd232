import { PassThrough, Readable } from 'node:stream';
import type { CliCommand } from '../../apps/cli/src/command/cli-command.js';
import { wordsOf } from '../../apps/cli/src/completion/words.js';
import { createProgram } from '../../apps/cli/src/program.js';
import { cli } from '../../test/support/cli.js';
import { evalCommand } from './eval.command.js';

/** What these print is no result: a script for a shell, and a protocol. */
const WITHOUT_JSON = ['completion', 'mcp'];

const program = createProgram(
  {
    out: new PassThrough(),
    err: new PassThrough(),
    input: Readable.from([]),
    env: {},
    signal: new AbortController().signal,
    exitCode: 0,
  },
  evalCommand,
);
const commands = below(program);
const runnable = commands.filter(([, { commands: subs }]) => subs.length === 0);

function below(command: CliCommand, path: string[] = []): [name: string, command: CliCommand][] {
  return (command.commands as CliCommand[]).flatMap((sub) => {
    const its = [...path, sub.name()];
    return [[its.join(' '), sub] as [string, CliCommand], ...below(sub, its)];
  });
}

describe('every command of kotae', () => {
  it('is looked at here', () => {
    expect(runnable.map(([name]) => name)).toEqual(
      expect.arrayContaining(['ask', 'models pull', 'eval compare', 'eval formats', 'backup']),
    );
  });

  it.each(commands)('%s has a manual page that says what it does and how it ends', async (name, command) => {
    const { code, out, err } = await cli([...name.split(' '), '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(command.description()).not.toBe('');
    for (const title of ['NAME', 'SYNOPSIS', 'OPTIONS', 'EXIT STATUS']) expect(out).toContain(`${title}\n`);
    for (const option of command.options) expect(option.description).not.toBe('');
  });

  it.each(runnable)('%s has an example that begins as it is called', (name, { exampleLines }) => {
    expect(exampleLines.map(([line]) => line)).toContainEqual(expect.stringContaining(`npx kotae ${name}`));
  });

  it.each(runnable.filter(([name]) => !WITHOUT_JSON.includes(name)))('%s has --json', (_, { options }) => {
    expect(options).toContainEqual(
      expect.objectContaining({ long: '--json', required: false, optional: false }),
    );
  });

  it.each(runnable)('%s ends with 2 at an option that it does not know', async (name) => {
    const { code, out, err } = await cli([...name.split(' '), '--no-such-option']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/unknown option|required option/);
  });

  it.each(commands)('%s is completed by shells, with its options', (name, { options }) => {
    const words = wordsOf(program).find(({ path }) => path === name);
    expect(words?.options.map(({ flag }) => flag)).toEqual([...options.map(({ long }) => long), '--help']);
  });
});
