import { DomainError, keyNameSchema, type KeyScope, type KeyView } from '#contracts';
import { dataSourceOptions, KeysRepository, type ApiKeyEntity } from '#database';
import { DataSource } from 'typeorm';
import type { CommandContext } from '../command/context.js';
import { openKotae } from '../command/open-kotae.js';
import { readDatabaseUrl } from '../database/config.js';

/** Where keys are kept, seen from here: the installation's database, or its API. */
export interface KeyStore {
  create(name: string, scope: KeyScope): Promise<KeyView & { key: string }>;
  list(): Promise<KeyView[]>;
  /** @param reference id or prefix; @returns false when no active key is called so */
  revoke(reference: string): Promise<boolean>;
}

/** Opens the database where it is given, as on the installation's own machine; elsewhere asks the API. */
export async function withKeys<T>(context: CommandContext, use: (keys: KeyStore) => Promise<T>): Promise<T> {
  const { env } = context;
  if (env.KOTAE_URL && !env.DATABASE_URL && !env.DATABASE_URL_FILE) return use(keysOfApi(context));
  const db = await new DataSource(dataSourceOptions(readDatabaseUrl(env), 'kotae-keys', 1)).initialize();
  try {
    return await use(keysOfDatabase(new KeysRepository(db)));
  } finally {
    await db.destroy();
  }
}

function keysOfDatabase(keys: KeysRepository): KeyStore {
  return {
    create: async (name, scope) => {
      const { key, ...row } = await keys.create(keyName(name), scope);
      return { ...viewOf(row), key };
    },
    list: async () => (await keys.list()).map(viewOf),
    revoke: (reference) => keys.revoke(reference),
  };
}

function keysOfApi(context: CommandContext): KeyStore {
  const { http } = openKotae(context);
  const list = async (): Promise<KeyView[]> => (await http.GET('/v1/keys')).data?.items ?? [];
  return {
    list,
    create: async (name, scope) => {
      const { data } = await http.POST('/v1/keys', { body: { name: keyName(name), scope } });
      return data as KeyView & { key: string };
    },
    revoke: async (reference) => {
      const active = (await list()).filter(({ revoked_at }) => revoked_at === null);
      const found = active.find(({ id, prefix }) => id === reference || prefix === reference);
      if (found) await http.DELETE('/v1/keys/{id}', { params: { path: { id: found.id } } });
      return found !== undefined;
    },
  };
}

function keyName(sent: string): string {
  const name = keyNameSchema.safeParse(sent);
  if (name.success) return name.data;
  throw new DomainError('invalid_request', "A key's name has 1 to 100 characters on one line.");
}

function viewOf(row: ApiKeyEntity): KeyView {
  const { id, name, prefix, scope, createdAt, lastUsedAt, revokedAt } = row;
  return {
    id,
    name,
    prefix,
    scope,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    revoked_at: revokedAt?.toISOString() ?? null,
  };
}
