import { DomainError, keyScopes, type KeyScope } from '#contracts';
import { Option } from 'commander';
import { CliCommand } from '../command/cli-command.js';
import type { CommandContext } from '../command/context.js';
import { withKeys } from './key-store.js';
import { keyTable } from './key-table.js';

/** `kotae keys`: the API keys of an installation. */
export function keysCommand(context: CommandContext): CliCommand {
  const keys = new CliCommand('keys')
    .summary('create, list and revoke API keys')
    .description(
      'Keys let programs use the service. On its own machine they are made in its database, so that there can be a ' +
        'first one; where only KOTAE_URL is given, by its API, which takes a key of the scope admin.',
    )
    .section('Environment', 'DATABASE_URL or DATABASE_URL_FILE: the database of the installation.');
  keys
    .command('create')
    .argument('<name>', 'what the key is for, e.g. the program that will use it')
    .description('Make an API key and print it, this one time.')
    .addOption(
      new Option('--scope <scope>', 'use: everything but keys, workers, queues and models, which take admin')
        .choices(keyScopes)
        .default('use'),
    )
    .json()
    .example('KOTAE_API_KEY=$(npx kotae keys create my-app)', 'make a key for a script')
    .action((name: string, options: CreateOptions) => create(context, name, options));
  keys
    .command('list')
    .description('List the keys, without their secrets.')
    .json()
    .example('npx kotae keys list', 'who has which key, and when it was used last')
    .action((options: JsonOption) => list(context, options));
  keys
    .command('revoke')
    .argument('<key>', 'its id, the prefix that "kotae keys list" shows, or the key itself')
    .description('End a key; running servers follow within seconds.')
    .json()
    .example('npx kotae keys revoke 1a2b3c4d5e6f', 'by the prefix that the list shows')
    .action((reference: string, options: JsonOption) => revoke(context, reference, options));
  return keys;
}

interface JsonOption {
  json?: boolean;
}

interface CreateOptions extends JsonOption {
  scope: KeyScope;
}

async function create(context: CommandContext, name: string, { scope, json }: CreateOptions): Promise<void> {
  const { id, key, prefix } = await withKeys(context, (keys) => keys.create(name, scope));
  context.out.write(json ? `${JSON.stringify({ id, key, prefix, scope })}\n` : `${key}\n`);
  if (!json) context.err.write('Keep it: it is shown this one time only.\n');
}

async function list(context: CommandContext, { json }: JsonOption): Promise<void> {
  const keys = await withKeys(context, (store) => store.list());
  context.out.write(json ? `${JSON.stringify(keys)}\n` : keyTable(keys));
}

async function revoke(context: CommandContext, reference: string, { json }: JsonOption): Promise<void> {
  // The prefix as keys begin with it, or a whole key, whose secret is not to be repeated.
  const called = /^kt_([^_]+)/.exec(reference)?.[1] ?? reference;
  const revoked = await withKeys(context, (keys) => keys.revoke(called));
  if (!revoked) {
    throw new DomainError('not_found', `There is no active key ${called}. "npx kotae keys list" shows them.`);
  }
  context.out.write(json ? `${JSON.stringify({ revoked: called })}\n` : `${called} is revoked.\n`);
}
