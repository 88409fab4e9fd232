import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, ownIdentity, startTimeOf } from '../../scripts/process/identity.mjs';
import { keepRunning } from '../../scripts/process/keep-running.mjs';
import { LockedError, takeLock } from '../../scripts/process/lock.mjs';
import { processRecords } from '../../scripts/process/records.mjs';
import { stopChild } from '../../scripts/process/stop.mjs';

let folder: string;
const started: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a piece of JavaScript in a Node of its own, in a process group of its own. */
function node(code: string): ChildProcess {
  const child = spawn(process.execPath, ['-e', code], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  started.push(child);
  return child;
}

/** The first line that a child prints. */
async function firstLine(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) return String(chunk).trim();
  throw new Error('the child printed nothing');
}

const STAY = 'setInterval(() => {}, 1000); console.log("up")';

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('takeLock', () => {
  it('refuses while its holder runs, and says who holds it', () => {
    const path = join(folder, 'lock');
    const release = takeLock(path);
    expect(() => takeLock(path)).toThrow(LockedError);
    expect(() => takeLock(path)).toThrow(`process ${process.pid} holds`);
    release();
    takeLock(path)();
    expect(existsSync(path)).toBe(false);
  });

  it('takes over from a holder that was killed', async () => {
    const holder = node(STAY);
    await firstLine(holder);
    const identity = { pid: holder.pid, started: startTimeOf(holder.pid ?? 0) };
    const path = join(folder, 'lock');
    writeFileSync(path, JSON.stringify(identity));
    expect(() => takeLock(path)).toThrow(LockedError);
    await stopChild(holder, 'SIGKILL', 1000);
    takeLock(path)();
  });

  it('is not fooled by another process that has the PID of a dead holder', () => {
    const path = join(folder, 'lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'an hour before this process' }));
    takeLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ownIdentity());
  });

  it('takes over a lock file that holds no lock', () => {
    const path = join(folder, 'lock');
    writeFileSync(path, '');
    takeLock(path);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(ownIdentity());
  });

  it('leaves a lock alone that somebody else has taken meanwhile', () => {
    const path = join(folder, 'lock');
    const release = takeLock(path);
    const other = JSON.stringify({ ...ownIdentity(), started: 'other' });
    writeFileSync(path, other);
    release();
    expect(readFileSync(path, 'utf8')).toBe(other);
  });
});

describe('stopChild', () => {
  it('lets a child end in its own way', async () => {
    const child = node(`process.on('SIGTERM', () => process.exit(7)); ${STAY}`);
    await firstLine(child);
    await stopChild(child, 'SIGTERM', 10_000);
    expect(child.exitCode).toBe(7);
  });

  it('kills a child that does not end in time, with what it started itself', async () => {
    const child = node(`
      process.on('SIGTERM', () => {});
      const { spawn } = require('node:child_process');
      const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
      console.log(grandchild.pid);
      setInterval(() => {}, 1000);`);
    const grandchild = Number(await firstLine(child));
    expect(startTimeOf(grandchild)).toBeDefined();
    await stopChild(child, 'SIGTERM', 200);
    expect(child.signalCode).toBe('SIGKILL');
    await until(() => startTimeOf(grandchild) === undefined);
  });
});

describe('processRecords', () => {
  it('finds and stops, users first, what a killed run has left', async () => {
    const [worker, redis] = [node(STAY), node(STAY)];
    await Promise.all([firstLine(worker), firstLine(redis)]);
    const records = processRecords(folder);
    records.track('worker', worker);
    records.track('redis', redis);
    // As the next run sees it: by the files alone.
    const order = ['api', 'worker', 'redis'].map((name) => ({ name, signal: 'SIGTERM' as const }));
    expect(await processRecords(folder).stopLeftovers(order)).toEqual(['worker', 'redis']);
    expect(await processRecords(folder).stopLeftovers(order)).toEqual([]);
  });

  it('leaves alone a process that has only the PID of one of ours', async () => {
    const stranger = node(STAY);
    await firstLine(stranger);
    writeFileSync(
      join(folder, 'worker.json'),
      JSON.stringify({ pid: stranger.pid, started: 'earlier than the stranger' }),
    );
    expect(await processRecords(folder).stopLeftovers([{ name: 'worker', signal: 'SIGTERM' }])).toEqual([]);
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });
});

describe('keepRunning', () => {
  it('starts a program again that ended, and ends it for good when asked', async () => {
    const children: ChildProcess[] = [];
    const kept = keepRunning({
      launch: () => {
        const child = node(STAY);
        children.push(child);
        return child;
      },
      stopSignal: 'SIGTERM',
      graceMs: 5000,
      onRestart: () => {},
      onGiveUp: () => {},
    });
    children[0]?.kill('SIGKILL');
    await until(() => children.length === 2);
    await kept.stop();
    expect(children.every((child) => !isRunning({ pid: child.pid ?? 0, started: 'any' }))).toBe(true);
    expect(children[1]?.signalCode).toBe('SIGTERM');
    expect(children).toHaveLength(2);
  });

  it('gives up on a program that crashes again and again', async () => {
    const pauses: number[] = [];
    const how = await new Promise<string>((resolve) => {
      keepRunning({
        launch: () => node('process.exit(3)'),
        stopSignal: 'SIGTERM',
        graceMs: 5000,
        onRestart: (_how: string, pauseMs: number) => pauses.push(pauseMs),
        onGiveUp: resolve,
      });
    });
    expect(how).toBe('exit code 3');
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
  });

  it('does not try again when the configuration is wrong', async () => {
    let restarts = 0;
    await new Promise<string>((resolve) => {
      keepRunning({
        launch: () => node('process.exit(78)'),
        stopSignal: 'SIGTERM',
        graceMs: 5000,
        onRestart: () => restarts++,
        onGiveUp: resolve,
      });
    });
    expect(restarts).toBe(0);
  });
});
