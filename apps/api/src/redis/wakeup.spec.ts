import { Wakeup } from './wakeup.js';

describe('Wakeup', () => {
  const never = new AbortController().signal;

  it('wakes who waits', async () => {
    const wakeup = new Wakeup();
    const waiting = wakeup.wait(never);
    wakeup.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('remembers one ring of those that nobody heard', async () => {
    const wakeup = new Wakeup();
    wakeup.ring();
    wakeup.ring();
    await wakeup.wait(never);
    let woken = false;
    const second = wakeup.wait(never).then(() => (woken = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(woken).toBe(false);
    wakeup.ring();
    await second;
  });

  it('wakes at an abort, also an earlier one', async () => {
    const controller = new AbortController();
    const waiting = new Wakeup().wait(controller.signal);
    controller.abort();
    await waiting;
    await expect(new Wakeup().wait(controller.signal)).resolves.toBeUndefined();
  });
});
