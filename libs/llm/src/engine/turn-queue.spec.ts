import { setImmediate as turn } from 'node:timers/promises';
import { TurnQueue } from './turn-queue.js';

const never = new AbortController().signal;

/** Work that notes its name when it runs, and that nothing else ran meanwhile. */
function recorder() {
  const order: string[] = [];
  let running = 0;
  const work = (name: string) => async () => {
    running++;
    await turn();
    order.push(running === 1 ? name : `${name} overlaps`);
    running--;
    return name;
  };
  return { order, work };
}

describe('TurnQueue', () => {
  it('runs one after another: questions before rankings before documents', async () => {
    const queue = new TurnQueue();
    const { order, work } = recorder();
    const results = await Promise.all([
      queue.run(work('first'), { kind: 'document', signal: never }),
      queue.run(work('second'), { kind: 'document', signal: never }),
      queue.run(work('ranking'), { kind: 'ranking', signal: never }),
      queue.run(work('question'), { kind: 'question', signal: never }),
    ]);
    expect(results).toEqual(['first', 'second', 'ranking', 'question']);
    expect(order).toEqual(['first', 'question', 'ranking', 'second']);
  });

  it('drops what was aborted before its turn, and goes on after a failure', async () => {
    const queue = new TurnQueue();
    const { order, work } = recorder();
    const controller = new AbortController();
    const failing = queue.run(() => Promise.reject(new Error('broken')), { kind: 'document', signal: never });
    const aborted = queue.run(work('aborted'), { kind: 'document', signal: controller.signal });
    const last = queue.run(work('last'), { kind: 'document', signal: never });
    controller.abort(new Error('not wanted'));
    await expect(failing).rejects.toThrow('broken');
    await expect(aborted).rejects.toThrow('not wanted');
    await expect(last).resolves.toBe('last');
    expect(order).toEqual(['last']);
  });
});
