import { PassThrough } from 'node:stream';
import { dataSourceOptions, KeysRepository } from '#database';
import { DataSource } from 'typeorm';
import { runKeys } from '../../../apps/cli/src/keys/run-keys.js';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database?.drop());

async function open(): Promise<{ keys: KeysRepository; close: () => Promise<void> }> {
  const db = await new DataSource(dataSourceOptions(database.url, 'spec', 1)).initialize();
  return { keys: new KeysRepository(db), close: () => db.destroy() };
}

async function keys(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err] = [new PassThrough({ encoding: 'utf8' }), new PassThrough({ encoding: 'utf8' })];
  const code = await runKeys(args, open, { out, err });
  return { code, out: String(out.read() ?? ''), err: String(err.read() ?? '') };
}

async function works(key: string): Promise<boolean> {
  const { keys, close } = await open();
  const found = await keys.verify(key);
  await close();
  return found !== null;
}

describe('npm run keys', () => {
  it('prints a new key alone, so that it can be piped', async () => {
    const { code, out, err } = await keys('create', 'laptop');
    expect(code).toBe(0);
    expect(out).toMatch(/^kt_[0-9a-f]{12}_[\w-]{43}\n$/);
    expect(err).toContain('one time');
    expect(await works(out.trim())).toBe(true);
  });

  it('lists keys without their secrets, and revokes them by prefix or id', async () => {
    const byPrefix = JSON.parse((await keys('create', 'server', '--json')).out) as {
      id: string;
      key: string;
      prefix: string;
    };
    const byId = JSON.parse((await keys('create', 'phone', '--json')).out) as typeof byPrefix;
    expect((await keys('revoke', byPrefix.prefix)).code).toBe(0);
    expect((await keys('revoke', byId.id)).code).toBe(0);
    expect([await works(byPrefix.key), await works(byId.key)]).toEqual([false, false]);
    const listed = await keys('list', '--json');
    expect(JSON.parse(listed.out)).toMatchObject([
      { name: 'laptop', revoked_at: null },
      { name: 'server' },
      { name: 'phone' },
    ]);
    expect(listed.out).not.toContain(byPrefix.key.split('_')[2]);
    expect((await keys('list')).out).toMatch(new RegExp(`${byPrefix.prefix} +server +use +revoked`));
  });

  it('makes a key for whoever runs the installation', async () => {
    const made = JSON.parse((await keys('create', 'ops', '--scope', 'admin', '--json')).out) as {
      scope: string;
    };
    expect(made.scope).toBe('admin');
    expect((await keys('list')).out).toMatch(/ops +admin +active/);
  });

  it('says when there is no such key', async () => {
    expect(await keys('revoke', 'nobody')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no active key'),
    });
  });

  it('refuses a name that is none', async () => {
    expect(await keys('create', ' ')).toMatchObject({ code: 1, err: expect.stringContaining('name') });
  });
});
