import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watchMemory } from './watch-memory.js';

const bomb = 'const held = []; setInterval(() => held.push(Buffer.alloc(2 ** 23, 1)), 10)';

describe('watchMemory', () => {
  it('tells of a process that takes buffers without end', async () => {
    const child = spawn(process.execPath, ['-e', bomb]);
    const exceeded = new Promise<void>((resolve) => watchMemory(child.pid, 150 * 2 ** 20, resolve));
    await exceeded;
    child.kill('SIGKILL');
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
  });

  it('says nothing of a process that has ended, or that is modest', async () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 1000)']);
    const told: string[] = [];
    const stop = watchMemory(child.pid, 2 ** 30, () => told.push('exceeded'));
    await once(child, 'exit');
    stop();
    expect(told).toEqual([]);
  });
});
