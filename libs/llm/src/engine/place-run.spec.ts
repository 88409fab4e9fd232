import { range, setUpScheduler, solo, ticks } from '../../../../test/support/arithmetic-context.js';

const capacity = 1000;
const shared = range(300);

describe('placeRun', () => {
  it('reads once what several ask about at once, and gives each a slot of its own', async () => {
    const { run, context, stats } = setUpScheduler({ sequences: 4, capacity });
    const prompts = [5, 6, 7, 8].map((own) => [...shared, own, own]);
    const runs = prompts.map((prompt) => run(prompt, { maxTokens: 30 }));
    const results = await Promise.all(runs.map(({ result }) => result));
    expect(runs.map(({ made }) => made)).toEqual(prompts.map((prompt) => solo(prompt, 30, capacity).made));
    expect(results.map(({ reusedTokens }) => reusedTokens)).toEqual([0, 300, 300, 300]);
    expect(context.prefilled).toBe(300 + 4 * 2);
    expect(stats().counters.copiedTokens).toBe(900);
  });

  it('waits for a run that began with less than it would itself', async () => {
    const { run, context } = setUpScheduler({ sequences: 3, capacity });
    // Too little of what comes to be copied, enough that whoever starts with it has less left to read.
    await run([...range(40), ...range(500, 9)], { maxTokens: 1 }).result;
    const before = context.prefilled;
    const runs = [5, 6].map((own) => run([...shared, own], { maxTokens: 3 }));
    const results = await Promise.all(runs.map(({ result }) => result));
    expect(results.map(({ reusedTokens }) => reusedTokens)).toEqual([0, 300]);
    expect(context.prefilled - before).toBe(300 + 2);
  });

  it('puts runs beside each other, whose sequences are computed in one go', async () => {
    const { run, running } = setUpScheduler({ sequences: 5, capacity });
    // The second and the third slot hold most, so they would be the last to be overwritten.
    const talks = [10, 300, 200, 20, 30].map((length, own) => run(range(length, own + 3), { maxTokens: 1 }));
    await Promise.all(talks.map(({ result }) => result));
    const own = { maxTokens: 600, lookup: false, isEnd: () => false };
    const controller = new AbortController();
    const runs = [30, 31].map((first) => run([first, first], { ...own, signal: controller.signal }));
    await ticks(4);
    expect(running()).toEqual([0, 1]);
    controller.abort('enough');
    await Promise.allSettled(runs.map(({ result }) => result));
  });

  it('does not wait for so little that reading it is as quick', async () => {
    const { run, stats } = setUpScheduler({ sequences: 2, capacity });
    const runs = [5, 6].map((own) => run([...range(40), ...range(200, own)], { maxTokens: 3 }));
    await ticks(4);
    expect(stats().running).toBe(2);
    const results = await Promise.all(runs.map(({ result }) => result));
    expect(results.map(({ reusedTokens }) => reusedTokens)).toEqual([0, 0]);
  });

  it('does not let a question wait for batch work to read what both begin with', async () => {
    const { run, stats } = setUpScheduler({ sequences: 2, capacity });
    const batch = run([...shared, 5], { maxTokens: 3, priority: 'batch' });
    await ticks(2);
    const question = run([...shared, 6], { maxTokens: 3 });
    await ticks(2);
    expect(stats().running).toBe(2);
    await Promise.all([batch.result, question.result]);
  });

  it('takes what an aborted run has read', async () => {
    const { run } = setUpScheduler({ sequences: 2, capacity });
    const controller = new AbortController();
    const first = run([...shared, 5], { signal: controller.signal });
    const second = run([...shared, 6], { maxTokens: 3 });
    await ticks(20);
    controller.abort('enough');
    await expect(first.result).rejects.toBe('enough');
    const { reusedTokens } = await second.result;
    expect(reusedTokens).toBeGreaterThan(64);
    expect(second.made).toEqual(solo([...shared, 6], 3, capacity).made);
  });

  it('keeps the prompt of a slot that it copies from', async () => {
    const { run } = setUpScheduler({ sequences: 2, capacity });
    const talk = [...shared, ...range(200, 9)];
    await run(talk, { maxTokens: 1 }).result;
    await run([...shared, 7], { maxTokens: 1 }).result;
    expect((await run([...talk, 8], { maxTokens: 1 }).result).reusedTokens).toBe(500);
  });

  describe('where caches cannot be copied', () => {
    it('waits for a run that is nearly done when its prompt is worth more than a cold start', async () => {
      const { run } = setUpScheduler({ sequences: 2, capacity, copies: false });
      const first = run([...shared, 5], { maxTokens: 3 });
      await ticks(60);
      const second = await run([...shared, 6], { maxTokens: 3 }).result;
      await first.result;
      expect(second.reusedTokens).toBe(300);
    });

    it('takes a free slot when the other run goes on for longer than reading takes', async () => {
      const { run, stats } = setUpScheduler({ sequences: 2, capacity, copies: false, largestChunk: 64 });
      const first = run([...range(100), 5], { maxTokens: 600, isEnd: () => false });
      await ticks(12);
      const second = run([...range(100), 6], { maxTokens: 3 });
      await ticks(2);
      expect(stats().running).toBe(2);
      expect((await second.result).reusedTokens).toBe(0);
      expect((await first.result).completionTokens).toBe(600);
    });
  });
});
