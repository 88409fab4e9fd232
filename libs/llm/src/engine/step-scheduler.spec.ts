import { setImmediate as tick } from 'node:timers/promises';
import * as fc from 'fast-check';
import {
  copying,
  hashing,
  lasting,
  POISON,
  range,
  setUpScheduler as setUp,
  solo,
  ticks,
} from '../../../../test/support/arithmetic-context.js';
import { DeviceTurns } from './device-turns.js';

const plannedRun = fc.record({
  prompt: fc
    .tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 25 }),
    )
    .map(([shared, own]) => [...range(shared), ...own]),
  maxTokens: fc.integer({ min: 1, max: 30 }),
  /** Turns of the event loop before the run is asked for, and from then until it is cancelled. */
  arrival: fc.integer({ min: 0, max: 40 }),
  cancelAfter: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 3 }),
  poison: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  priority: fc.constantFrom('interactive' as const, 'batch' as const),
  lookup: fc.boolean(),
});

const models = fc.constantFrom(hashing, copying);

type Planned = typeof plannedRun extends fc.Arbitrary<infer T> ? T : never;

/** Runs what is planned, and expects what a solo run makes, or its beginning if the run was cancelled first. */
async function play(plan: Planned, model: typeof hashing, run: ReturnType<typeof setUp>['run']) {
  const { arrival, cancelAfter, maxTokens, priority, lookup } = plan;
  await ticks(arrival);
  const tokens = plan.poison ? [...plan.prompt, POISON] : plan.prompt;
  const controller = new AbortController();
  const { made, result } = run(tokens, { maxTokens, priority, lookup, signal: controller.signal });
  let endings = 0;
  const count = (ending: string) => {
    endings++;
    return ending;
  };
  const ended = result.then(
    ({ stopReason }) => count(stopReason),
    (error: unknown) => count((error as Error).message),
  );
  if (cancelAfter !== null) {
    await ticks(cancelAfter);
    controller.abort(new Error('cancelled'));
  }
  const ending = await ended;
  const madeAtEnd = made.length;
  const alone = solo(tokens, maxTokens, 60, model);
  const natural = plan.poison ? 'poison' : alone.stopReason;
  expect(cancelAfter === null ? [natural] : [natural, 'cancelled']).toContain(ending);
  expect(made).toEqual(ending === alone.stopReason ? alone.made : alone.made.slice(0, made.length));
  await ticks(2);
  expect(made).toHaveLength(madeAtEnd);
  expect(endings).toBe(1);
  return ending;
}

describe('StepScheduler', () => {
  it('gives every run the tokens of a solo run, whatever arrives, leaves, or fails beside it', async () => {
    const property = fc.asyncProperty(
      fc.array(plannedRun, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      models,
      fc.boolean(),
      async (plans, sequences, model, copies) => {
        const { broken, run, context, stats } = setUp({ sequences, model, copies });
        const endings = await Promise.all(plans.map((plan) => play(plan, model, run)));
        expect(broken).toEqual([]);
        expect(context.longestPiece).toBeLessThanOrEqual(8);
        expect(context.openSources).toBe(0);
        expect(context.disorder).toEqual([]);
        expect(stats()).toMatchObject({ running: 0, waiting: { interactive: 0, batch: 0 } });
        const { runs, draftTokens, acceptedDraftTokens } = stats().counters;
        for (const end of ['end', 'max_tokens', 'context_full', 'cancelled'] as const) {
          expect({ end, runs: runs[end] }).toEqual({
            end,
            runs: endings.filter((one) => one === end).length,
          });
        }
        expect(runs.failed).toBe(endings.filter((one) => one === 'poison').length);
        expect(draftTokens).toBe(context.drafted);
        expect(acceptedDraftTokens).toBeLessThanOrEqual(draftTokens);
        // No sequence has leaked: as many runs as there are sequences still run together, and end.
        const after = Array.from({ length: sequences }, (_, i) => run([1, 2, 3, i], { maxTokens: 5 }));
        await expect(Promise.all(after.map(({ result }) => result))).resolves.toHaveLength(sequences);
      },
    );
    await fc.assert(property, { numRuns: 150 });
  });

  it('reuses what a sequence still holds of an earlier prompt', async () => {
    const { run } = setUp();
    await run([...range(30), 5]).result;
    const { reusedTokens } = await run([...range(30), 6]).result;
    expect(reusedTokens).toBe(30);
  });

  it('takes up a run that arrives at any moment of falling idle', async () => {
    const { run } = setUp();
    for (let moment = 0; moment < 20; moment++) {
      await run([1, 2, moment], { maxTokens: 1 }).result;
      for (let i = 0; i < moment; i++) await Promise.resolve();
      await expect(run([3, moment], { maxTokens: 1 }).result).resolves.toMatchObject({ completionTokens: 1 });
    }
  });

  it('keeps another conversation when an empty sequence is free', async () => {
    const { run } = setUp({ sequences: 2 });
    await run([1, 2, ...range(30, 3)], { maxTokens: 1 }).result;
    await run([1, 2, ...range(30, 5)], { maxTokens: 1 }).result;
    const { reusedTokens } = await run([1, 2, ...range(30, 3)], { maxTokens: 1 }).result;
    expect(reusedTokens).toBe(31);
  });

  it('lets go of a run that is cancelled while its prompt is read, within one step', async () => {
    const { run, context } = setUp({ sequences: 1, capacity: 4000, largestChunk: 8 });
    const controller = new AbortController();
    const { result } = run(range(3000), { signal: controller.signal });
    const other = run([1, 2, 3], { maxTokens: 1 });
    const rejected = result.catch((error: unknown) => error);
    for (let i = 0; i < 10; i++) await tick();
    controller.abort('enough');
    expect(await rejected).toBe('enough');
    await other.result;
    expect(context.longestPiece).toBeLessThanOrEqual(8);
  });

  it('answers a short question while a long prompt is read, and reads on meanwhile', async () => {
    const { run } = setUp({ sequences: 2, capacity: 4000 });
    const order: string[] = [];
    const long = run(range(3000), { maxTokens: 1, onToken: () => order.push('long') });
    await tick();
    for (let i = 0; i < 20; i++) {
      await run([...range(20, i), 1, 2], { maxTokens: 1 }).result;
      order.push('short');
    }
    await long.result;
    expect(order.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 'short'));
  });

  it('admits interactive runs before batch runs that came earlier', async () => {
    const { run } = setUp({ sequences: 1 });
    const order: string[] = [];
    const first = run(lasting, { maxTokens: 10 });
    await tick();
    const batch = run([1, 2], { maxTokens: 1, priority: 'batch' }).result.then(() => order.push('batch'));
    const interactive = run([3, 4], { maxTokens: 1 }).result.then(() => order.push('interactive'));
    await Promise.all([first.result, batch, interactive]);
    expect(order).toEqual(['interactive', 'batch']);
  });

  it('ends with context_full at the last place of the context, and not before', async () => {
    const { run } = setUp({ capacity: lasting.length + 10 });
    const { made, result } = run(lasting, { maxTokens: 40 });
    expect((await result).stopReason).toBe('context_full');
    expect(made).toHaveLength(11);
  });

  it('refuses a prompt that is longer than a sequence', async () => {
    const { run, scheduler } = setUp({ capacity: 10 });
    expect(scheduler.longestPrompt).toBe(10);
    await expect(run(range(11)).result).rejects.toThrow('1 to 10 tokens, not 11');
    await expect(run(range(10), { maxTokens: 1 }).result).resolves.toMatchObject({ completionTokens: 1 });
  });

  it('rejects everything and says so when a sequence is beyond repair', async () => {
    const { run, context, broken } = setUp({ sequences: 1 });
    const running = run(lasting, { maxTokens: 10 });
    const waiting = run([1, 2]);
    await tick();
    context.truncateFails = true;
    await running.result;
    await expect(waiting.result).rejects.toThrow('beyond repair');
    await expect(run([1]).result).rejects.toThrow('beyond repair');
    expect(broken).toHaveLength(1);
  });

  it('lets batch work have its turn although interactive runs never stop coming', async () => {
    const { run } = setUp({ sequences: 1 });
    const order: string[] = [];
    const first = run(lasting, { maxTokens: 5 });
    await tick();
    const batch = run([1, 2], { maxTokens: 1, priority: 'batch' }).result.then(() => order.push('batch'));
    const stream = Array.from({ length: 30 }, (_, i) =>
      run([3, i], { maxTokens: 1 }).result.then(() => order.push('interactive')),
    );
    await Promise.all([first.result, batch, ...stream]);
    expect(order.indexOf('batch')).toBe(8);
  });

  it('refuses a run when too many wait, as something to try again, and takes one when there is room', async () => {
    const { run, stats } = setUp({ sequences: 1, places: 2 });
    const taken = [run(lasting, { maxTokens: 3 })];
    await tick();
    taken.push(run([1, 2], { maxTokens: 1 }), run([1, 3], { maxTokens: 1 }));
    await expect(run([1, 4]).result).rejects.toMatchObject({ code: 'engine_busy', retryable: true });
    await Promise.all(taken.map(({ result }) => result));
    await expect(run([1, 4], { maxTokens: 1 }).result).resolves.toMatchObject({ completionTokens: 1 });
    expect(stats().counters.runs).toMatchObject({ refused: 1, max_tokens: 4 });
  });

  it('counts exactly what it did', async () => {
    const { run, stats } = setUp({ sequences: 2, model: hashing });
    const shared = range(20);
    const first = await run([...shared, 5], { maxTokens: 3, lookup: false, prefixKey: 'talk' }).result;
    expect(stats()).toMatchObject({
      running: 0,
      // The last token of an answer needs no place.
      kvCells: { used: 21 + first.completionTokens - 1, total: 120 },
      held: [{ key: 'talk', tokens: 21 + first.completionTokens - 1 }],
      counters: { promptTokens: 21, reusedTokens: 0, completionTokens: first.completionTokens },
    });
    await run([...shared, 6], { maxTokens: 1 }).result;
    const { counters } = stats();
    expect(counters).toMatchObject({ promptTokens: 22, reusedTokens: 20 });
    // One sequence at a time: 21 tokens in pieces of at most 8, the last with the first token made, then one for every
    // other token; and one for the second run.
    expect(counters.steps).toBe(counters.sequenceSteps);
    expect(counters.steps).toBe(Math.ceil(21 / 8) + first.completionTokens - 1 + 1);
  });

  it('counts the time to the first token from the request, also while the run waits', async () => {
    const { run } = setUp({ sequences: 1 });
    const [first, second] = [run(lasting, { maxTokens: 10 }), run(range(20), { maxTokens: 2 })];
    await first.result;
    const { ttftMs, prefillMs } = await second.result;
    expect(ttftMs).toBeGreaterThan(prefillMs);
  });
});

/** Short questions in one lane, one after another, beside a very long prompt in the other; all in token times. */
async function shortBesideLong(withLong: boolean) {
  const clock = { now: 0 };
  const lanes = { device: new DeviceTurns(), clock, largestChunk: 512 };
  const long = setUp({ ...lanes, sequences: 1, capacity: 200_000 });
  const short = setUp({ ...lanes, sequences: 4, capacity: 4095 });
  const controller = new AbortController();
  const reading = withLong ? long.run(range(100_000), { signal: controller.signal }) : null;
  const ended = reading?.result.catch((error: unknown) => error);
  if (reading) while (long.context.prefilled < 10_000) await tick();
  const before = { read: long.context.prefilled, at: clock.now };
  const ttfts: number[] = [];
  for (let i = 0; i < 5; i++) {
    const { ttftMs } = await short.run([...range(1500, i), 7], { maxTokens: 20 }).result;
    ttfts.push(ttftMs);
  }
  const readShare = (long.context.prefilled - before.read) / (clock.now - before.at);
  controller.abort('enough');
  await ended;
  return { ttft: Math.max(...ttfts), readShare };
}

describe('the lanes of one device', () => {
  it('let a short question have its first token nearly as soon as alone while 100,000 tokens are read', async () => {
    const alone = await shortBesideLong(false);
    const beside = await shortBesideLong(true);
    expect(beside.ttft / alone.ttft).toBeLessThan(1.5);
    expect(beside.readShare).toBeGreaterThan(0.1);
    expect(beside.readShare).toBeLessThan(0.3);
  });
});
