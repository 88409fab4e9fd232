import { setImmediate as tick } from 'node:timers/promises';
import { RunGate } from './run-gate.js';

const never = new AbortController().signal;

describe('RunGate', () => {
  it('lets shared holders in together', async () => {
    const gate = new RunGate();
    const both = Promise.all([gate.enter(false, never), gate.enter(false, never)]);
    await expect(both).resolves.toHaveLength(2);
  });

  it('lets an exclusive holder in when all others have left, and nobody with it', async () => {
    const gate = new RunGate();
    const log: string[] = [];
    const first = await gate.enter(false, never);
    const exclusive = gate.enter(true, never).then((release) => {
      log.push('exclusive');
      return release;
    });
    const later = gate.enter(false, never).then(() => log.push('later'));
    await tick();
    expect(log).toEqual([]);
    first();
    const release = await exclusive;
    await tick();
    expect(log).toEqual(['exclusive']);
    release();
    await later;
    expect(log).toEqual(['exclusive', 'later']);
  });

  it('forgets a holder that gives up waiting, and lets in those behind it', async () => {
    const gate = new RunGate();
    await gate.enter(false, never);
    const controller = new AbortController();
    const exclusive = gate.enter(true, controller.signal);
    const later = gate.enter(false, never);
    controller.abort('enough');
    await expect(exclusive).rejects.toBe('enough');
    await expect(later).resolves.toBeInstanceOf(Function);
  });

  it('takes a place back only once', async () => {
    const gate = new RunGate();
    const release = await gate.enter(false, never);
    await gate.enter(false, never);
    release();
    release();
    let entered = false;
    void gate.enter(true, never).then(() => (entered = true));
    await tick();
    expect(entered).toBe(false);
  });
});
