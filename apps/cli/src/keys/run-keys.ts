import { parseArgs } from 'node:util';
import { DomainError, keyNameSchema, keyScopes, type KeyScope } from '#contracts';
import type { KeysRepository } from '#database';
import type { Terminal } from '../models/terminal.js';
import { listKeys } from './list-keys.js';

const USAGE = `Usage: npm run keys -- <command> [--json]

  create <name>          make an API key and print it, this one time
    --scope use|admin    use (default): everything but keys, workers, queues and models, which take admin
  list                   the keys there are, without their secrets
  revoke <id or prefix>  end a key; running servers follow within seconds

Environment: DATABASE_URL or DATABASE_URL_FILE.
Exit codes: 0 done, 1 something failed, 2 wrong usage.
`;

/** Exit code for a command line that makes no sense. */
const WRONG_USAGE = 2;

/**
 * Runs `npm run keys` with the arguments after the program's name.
 * @param open connects to the database; called only when the command line makes sense
 * @returns the exit code
 */
export async function runKeys(
  args: string[],
  open: () => Promise<{ keys: KeysRepository; close: () => Promise<void> }>,
  terminal: Terminal,
): Promise<number> {
  const command = parse(args);
  if (command === null) {
    terminal.err.write(USAGE);
    return WRONG_USAGE;
  }
  if (command.name === 'help') {
    terminal.out.write(USAGE);
    return 0;
  }
  try {
    const { keys, close } = await open();
    try {
      return await run(command, keys, terminal);
    } finally {
      await close();
    }
  } catch (error) {
    // A database that is away or not migrated: its own message says which, and no stack helps.
    terminal.err.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function run(command: Command, keys: KeysRepository, terminal: Terminal): Promise<number> {
  const print = (value: unknown, text: string): void => {
    terminal.out.write(command.json ? `${JSON.stringify(value)}\n` : text);
  };
  if (command.name === 'create') {
    const created = await keys.create(keyName(command.argument), command.scope);
    const { id, key, prefix, scope } = created;
    print({ id, key, prefix, scope }, `${key}\n`);
    if (!command.json) terminal.err.write('Keep it: it is shown this one time only.\n');
  } else if (command.name === 'list') {
    const { json, text } = listKeys(await keys.list());
    print(json, text);
  } else {
    const revoked = await keys.revoke(command.argument);
    if (!revoked) throw new DomainError('not_found', `There is no active key ${command.argument}.`);
    print({ revoked: command.argument }, `${command.argument} is revoked.\n`);
  }
  return 0;
}

interface Command {
  name: 'create' | 'list' | 'revoke' | 'help';
  argument: string;
  scope: KeyScope;
  json: boolean;
}

/** Null for a command line that makes no sense. */
function parse(args: string[]): Command | null {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      scope: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
    const [name, argument = '', ...more] = positionals;
    const scope = keyScopes.find((scope) => scope === (values.scope ?? 'use'));
    const asked = { argument, scope: scope ?? 'use', json: values.json };
    if (values.help) return { name: 'help', ...asked };
    if (more.length > 0 || scope === undefined) return null;
    if (name === 'create' && argument !== '') return { name, ...asked };
    if (values.scope !== undefined) return null;
    if (name === 'list' && argument === '') return { name, ...asked };
    if (name === 'revoke' && argument !== '') return { name, ...asked };
    return null;
  } catch {
    // An option that does not exist; parseArgs says so by throwing.
    return null;
  }
}

function keyName(sent: string): string {
  const name = keyNameSchema.safeParse(sent);
  if (name.success) return name.data;
  throw new DomainError('invalid_request', "A key's name has 1 to 100 characters on one line.");
}
