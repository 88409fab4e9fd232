import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sandboxCommand } from '../../../libs/documents/src/isolation/sandbox-command.js';
import { descendantsOf, isAlive } from '../../support/process-tree.js';
import { until } from '../../support/until.js';

const root = join(__dirname, '../../..');

/** Runs code under the parser's sandbox, in place of the parser. */
async function runInside(code: string): Promise<string> {
  const { file, args } = await sandboxCommand({ timeoutMs: 10_000, memoryMb: 128 }, []);
  const flags = args.slice(0, -1);
  const { stdout } = await promisify(execFile)(file, [...flags, '-e', code], { env: {}, cwd: '/' });
  return stdout.trim();
}

const attempt = (code: string) => `try { ${code}; console.log('allowed') } catch (e) { console.log(e.code) }`;

describe('the sandbox of a parsing child', () => {
  it.each([
    ['read files outside the program', `require('fs').readFileSync('/etc/hostname')`],
    ["read the service's own data", `require('fs').readFileSync('${root}/package-lock.json')`],
    ['write files', `require('fs').writeFileSync('/tmp/kotae-escaped', '')`],
    ['start programs', `require('child_process').execFileSync('/bin/true')`],
    ['start threads', `new (require('worker_threads').Worker)('1', { eval: true })`],
  ])('does not let it %s', async (_, code) => {
    expect(await runInside(attempt(code))).toBe('ERR_ACCESS_DENIED');
  });

  it.each([
    ['connect', `require('net').connect(80, '127.0.0.1')`],
    ['connect a socket of its own', `new (require('net').Socket)().connect(80, '127.0.0.1')`],
    ['look a name up', `require('dns').lookup('localhost', () => {})`],
    ['ask a web server', `require('http').get('http://127.0.0.1/')`],
    ['send datagrams', `require('dgram').createSocket('udp4')`],
    ['fetch', `if (typeof fetch === 'undefined') throw { code: 'ERR_ACCESS_DENIED' }`],
  ])('does not let it %s, whatever the system can take away', async (_, code) => {
    const deny = `require('${root}/dist/libs/documents/src/isolation/deny-network.js').denyNetwork();`;
    expect(await runInside(deny + attempt(code))).toBe('ERR_ACCESS_DENIED');
  });

  it.each([
    ['objects', 'const a = []; for (;;) a.push(new Array(1000).fill({}))'],
    ['buffers', 'const a = []; for (;;) a.push(Buffer.alloc(2 ** 24, 1))'],
  ])('ends it when it takes %s without end', async (_, code) => {
    await expect(runInside(code)).rejects.toMatchObject({ stdout: '' });
  });

  it('ends it when it computes without end, by its CPU time', async () => {
    const { file, args } = await sandboxCommand({ timeoutMs: 500, memoryMb: 128 }, []);
    // Eleven seconds: what a process is granted besides twice its wall clock.
    const failure = promisify(execFile)(file, [...args.slice(0, -1), '-e', 'for (;;);'], {
      env: {},
      cwd: '/',
    });
    await expect(failure).rejects.toMatchObject({ signal: 'SIGXCPU' });
  }, 300_000);

  it('does not show it the environment of the service', async () => {
    process.env['KOTAE_TEST_SECRET'] = 'secret';
    expect(await runInside('console.log(Object.values(process.env).includes("secret"))')).toBe('false');
  });

  it('gives it no network where the system can take it away', async () => {
    const { file } = await sandboxCommand({ timeoutMs: 10_000, memoryMb: 128 }, []);
    const interfaces = await runInside('console.log(Object.keys(require("os").networkInterfaces()).length)');
    expect(file === 'unshare' ? interfaces : '0').toBe('0');
  });

  it('ends with the service, even when that is killed in the middle of a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kotae-orphan-'));
    const path = join(folder, 'endless.html');
    writeFileSync(path, '<div>'.repeat(2_000_000));
    const code = `require('${root}/dist/libs/documents/src/index.js').extractText({ path: '${path}', name: 'a.html' })`;
    const service = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
    try {
      const parser = await until('the parser', () => descendantsOf(service.pid ?? 0, 'parse-process.js')[0]);
      service.kill('SIGKILL');
      await once(service, 'exit');
      await until('the parser to end', () => !isAlive(parser));
      expect(isAlive(parser)).toBe(false);
    } finally {
      service.kill('SIGKILL');
      rmSync(folder, { recursive: true });
    }
  }, 90_000);
});
