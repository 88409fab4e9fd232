import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findInstance } from '../../scripts/start/instance.mjs';
import { descendantsOf, isAlive } from '../support/process-tree.js';

const root = join(__dirname, '../..');
let dataDir: string;
let busy: Server;
let kotae: ChildProcess;
let output = '';

/** The environment of a person who has set nothing. */
function environment(): NodeJS.ProcessEnv {
  const set = /^(?:KOTAE_(?!SERVICES$)|DATABASE_URL$|REDIS_URL$|HOST$|PORT$|NODE_ENV$)/;
  const plain = Object.entries(process.env).filter(([name]) => !set.test(name));
  return { ...Object.fromEntries(plain), KOTAE_DATA_DIR: dataDir };
}

/** What `npm start` runs, with data of its own. */
function start(): ChildProcess {
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  return child;
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('close', resolve));
}

async function greeted(): Promise<void> {
  while (!output.includes('Stop: Ctrl-C')) {
    if (kotae.exitCode !== null) throw new Error(`it ended:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'start-'));
  chmodSync(dataDir, 0o755);
  // Somebody else has the usual port, or we have it now.
  busy = createServer();
  await new Promise<void>((resolve) => {
    busy.once('error', () => resolve());
    busy.listen(3000, '127.0.0.1', resolve);
  });
  kotae = start();
  await greeted();
  // It builds when sources have changed since.
}, 300_000);

afterAll(async () => {
  busy.close();
  if (kotae.exitCode === null) {
    kotae.kill('SIGTERM');
    await ended(kotae);
  }
  rmSync(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  it('prints a curl command that answers when it is pasted', () => {
    const command = output.split('\n').find((line) => line.trimStart().startsWith('curl '));
    const { stdout } = spawnSync('bash', ['-c', command ?? 'false'], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'not_in_documents', question: expect.any(String) });
  });

  it('takes another port when the usual one is taken', () => {
    expect(output).toMatch(/Kotae answers at http:\/\/127\.0\.0\.1:30(?!00)\d\d /);
  });

  it('keeps its passwords to its user', () => {
    for (const file of ['run.json', 'secrets.json'])
      expect(statSync(join(dataDir, file)).mode & 0o777).toBe(0o600);
  });

  it('refuses to run twice on the same data, and says where it runs', async () => {
    const url = findInstance(dataDir)?.url;
    const before = output.length;
    expect(await ended(start())).toBe(1);
    expect(output.slice(before)).toContain(`Kotae is already running (process ${kotae.pid}) at ${url}`);
    expect(findInstance(dataDir)?.url).toBe(url);
  });

  it('lets commands in another terminal find it', async () => {
    const cli = spawn(process.execPath, ['scripts/kotae.mjs', 'keys', 'create', 'me'], {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let key = '';
    cli.stdout.on('data', (chunk) => (key += String(chunk)));
    expect(await ended(cli)).toBe(0);
    expect(key).toMatch(/^kt_/);
  });

  it('leaves nothing running after Ctrl-C, and comes back at the same address', async () => {
    const url = findInstance(dataDir)?.url;
    const running = descendantsOf(kotae.pid ?? 0);
    expect(running.length).toBeGreaterThanOrEqual(4);
    kotae.kill('SIGINT');
    expect(await ended(kotae)).toBe(130);
    expect(running.filter(isAlive)).toEqual([]);
    expect(findInstance(dataDir)).toBeUndefined();

    output = '';
    kotae = start();
    await greeted();
    expect(findInstance(dataDir)?.url).toBe(url);
  });

  it('cleans up after having been killed', async () => {
    const orphans = descendantsOf(kotae.pid ?? 0);
    kotae.kill('SIGKILL');
    await ended(kotae).catch(() => null);
    output = '';
    kotae = start();
    await greeted();
    expect(output).toContain('stopped what an earlier run had left: api, worker, redis, postgres');
    expect(orphans.filter(isAlive)).toEqual([]);
  });
});
