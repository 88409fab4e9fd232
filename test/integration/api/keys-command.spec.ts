import { dataSourceOptions, KeysRepository } from '#database';
import { DataSource } from 'typeorm';
import { cli, type CliResult } from '../../support/cli.js';
import { RunningApi } from './support/running-api.js';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database?.drop());

const keys = (...args: string[]): Promise<CliResult> =>
  cli(['keys', ...args], { DATABASE_URL: database.url });

async function works(key: string): Promise<boolean> {
  const db = await new DataSource(dataSourceOptions(database.url, 'spec', 1)).initialize();
  const found = await new KeysRepository(db).verify(key);
  await db.destroy();
  return found !== null;
}

describe('kotae keys', () => {
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
    const whole = (await keys('create', 'tablet')).out.trim();
    const revoked = await keys('revoke', whole);
    expect(revoked).toMatchObject({ code: 0, out: `${whole.split('_')[1]} is revoked.\n` });
    expect(await works(whole)).toBe(false);
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

  it('are made by the API where only its address is given', async () => {
    const api = await RunningApi.start();
    const remote = (...args: string[]): Promise<CliResult> => cli(['keys', ...args], { KOTAE_URL: api.url });
    const made = JSON.parse((await remote('create', 'far', '--json')).out) as { prefix: string };
    expect((await remote('list')).out).toMatch(new RegExp(`${made.prefix} +far +use +active`));
    expect(await remote('revoke', made.prefix)).toMatchObject({ code: 0 });
    expect((await remote('list')).out).toMatch(/far +use +revoked/);
    await api.stop();
  });

  it('refuses a name that is none', async () => {
    expect(await keys('create', ' ')).toMatchObject({ code: 1, err: expect.stringContaining('name') });
  });
});
