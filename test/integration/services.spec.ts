import { Client } from 'pg';
import { Redis } from 'ioredis';
import { createTestDatabase, startPostgres, startRedis } from '../support/services.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function onRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  try {
    return await use(redis);
  } finally {
    redis.disconnect();
  }
}

describe('createTestDatabase', () => {
  it('makes databases that do not see each other, and removes them', async () => {
    const one = await createTestDatabase({ migrated: false });
    const two = await createTestDatabase({ migrated: false });
    await query(one.url, 'create table only_here (id int)');
    await expect(query(two.url, 'select * from only_here')).rejects.toThrow('does not exist');
    await one.drop();
    await two.drop();
    await expect(query(one.url, 'select 1')).rejects.toThrow('does not exist');
  });

  it('brings the schema up to date', async () => {
    const database = await createTestDatabase();
    expect(await query(database.url, `select count(*)::int as n from questions`)).toEqual([{ n: 0 }]);
    await database.drop();
  });
});

describe('startRedis', () => {
  it('asks for a password, never evicts, and keeps its data and address over a restart', async () => {
    const server = await startRedis();
    const withoutPassword = server.url.replace(/:[^:@]+@/, '');
    await expect(onRedis(withoutPassword, (redis) => redis.get('x'))).rejects.toThrow('NOAUTH');
    await onRedis(server.url, (redis) => redis.set('kept', 'yes'));
    expect(await onRedis(server.url, (redis) => redis.config('GET', 'maxmemory-policy'))).toContain(
      'noeviction',
    );
    await server.restart();
    expect(await onRedis(server.url, (redis) => redis.get('kept'))).toBe('yes');
    await server.stop();
    await expect(onRedis(server.url, (redis) => redis.get('kept'))).rejects.toThrow('Connection is closed');
  });
});

describe('startPostgres', () => {
  it('comes back with its data on the same port after being killed', async () => {
    const server = await startPostgres();
    await query(server.url, 'create table kept as select 7 as n');
    await server.kill();
    await expect(query(server.url, 'select n from kept')).rejects.toThrow('ECONNREFUSED');
    await server.restart();
    expect(await query(server.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await server.stop();
  });

  it('does not let its user do what only an administrator may', async () => {
    const server = await startPostgres();
    await expect(query(server.url, 'create role intruder superuser')).rejects.toThrow('must be superuser');
    await server.stop();
  });
});
