import { setImmediate as tick } from 'node:timers/promises';
import * as fc from 'fast-check';
import type { RunRequest } from './run.js';
import type { Sequence, TokenSource } from './sequence.js';
import { StepScheduler } from './step-scheduler.js';

const END = 0;
/** A token that the model chokes on: it throws, and its cache holds other things than it says until it is emptied. */
const POISON = 99;

/** The model: its next token depends on every token before it, so a wrong cache shows at once. */
function nextToken(tokens: readonly number[]): number {
  let hash = 17;
  for (const token of tokens) hash = (hash * 31 + token + 1) % 9973;
  return hash % 40;
}

/** What a run must yield, computed without any scheduling. */
function solo(prompt: readonly number[], maxTokens: number, capacity: number) {
  const tokens = [...prompt];
  const made: number[] = [];
  for (;;) {
    const token = nextToken(tokens);
    if (token === END) return { made, stopReason: 'end' };
    made.push(token);
    if (made.length >= maxTokens) return { made, stopReason: 'max_tokens' };
    if (tokens.length >= capacity) return { made, stopReason: 'context_full' };
    tokens.push(token);
  }
}

/** The context: its sequences compute in the same steps, and only while nobody computes may caches be cut. */
class ArithmeticContext {
  computing = 0;
  openSources = 0;
  longestPiece = 0;
  keepPrefixFails = false;

  sequence(capacity: number): Sequence {
    const cache: number[] = [];
    let rubbish = 0;
    const compute = async (tokens: readonly number[]) => {
      if (cache.length + tokens.length > capacity) throw new Error('overflow');
      this.computing++;
      await tick();
      this.computing--;
      cache.push(...tokens);
      if (tokens.includes(POISON)) {
        rubbish = 1;
        throw new Error('poison');
      }
    };
    return {
      capacity,
      get length() {
        return cache.length;
      },
      commonPrefix: (tokens) => {
        const different = cache.findIndex((token, i) => token !== tokens[i]);
        return different === -1 ? cache.length : different;
      },
      keepPrefix: async (tokens) => {
        if (this.computing > 0) throw new Error('the context is locked');
        if (this.keepPrefixFails) throw new Error('beyond repair');
        const different = cache.findIndex((token, i) => token !== tokens[i]);
        if (different !== -1) cache.length = different;
        if (cache.length === 0) rubbish = 0;
        await Promise.resolve();
      },
      prefill: (tokens) => {
        this.longestPiece = Math.max(this.longestPiece, tokens.length);
        return compute(tokens);
      },
      decode: (token): TokenSource => {
        let pending = token;
        this.openSources++;
        return {
          next: async () => {
            await compute([pending]);
            pending = nextToken(cache) + rubbish;
            return pending;
          },
          close: async () => {
            this.openSources--;
            await Promise.resolve();
          },
        };
      },
    };
  }
}

function setUp({ sequences = 2, capacity = 60, largestChunk = 8 } = {}) {
  const context = new ArithmeticContext();
  const broken: unknown[] = [];
  let clock = 0;
  const scheduler = new StepScheduler(
    Array.from({ length: sequences }, () => context.sequence(capacity)),
    { largestChunk, now: () => (clock += 7), onBroken: (error) => broken.push(error) },
  );
  const run = (tokens: readonly number[], options: Partial<RunRequest> = {}) => {
    const made: number[] = [];
    const result = scheduler.run({
      tokens,
      maxTokens: 20,
      sampling: { temperature: 0, seed: 0 },
      priority: 'interactive',
      isEnd: (token) => token === END,
      signal: new AbortController().signal,
      ...options,
      onToken: (token) => {
        made.push(token);
        options.onToken?.(token);
      },
    });
    return { made, result };
  };
  return { context, scheduler, broken, run };
}

const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await tick();
};
const range = (length: number, from = 1) => Array.from({ length }, (_, i) => from + (i % 37));
/** A prompt whose answer goes on for long. */
const lasting = Array.from({ length: 500 }, (_, i) => [1, 2, 3, i % 37, i % 11]).find(
  (prompt) => solo(prompt, 40, 59).made.length === 40,
) ?? [1];

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
});

type Planned = typeof plannedRun extends fc.Arbitrary<infer T> ? T : never;

/** Runs what is planned, and expects what a solo run makes, or its beginning if the run was cancelled first. */
async function play(plan: Planned, run: ReturnType<typeof setUp>['run']) {
  const { arrival, cancelAfter, maxTokens, priority } = plan;
  await ticks(arrival);
  const tokens = plan.poison ? [...plan.prompt, POISON] : plan.prompt;
  const controller = new AbortController();
  const { made, result } = run(tokens, { maxTokens, priority, signal: controller.signal });
  const ended = result.then(
    ({ stopReason }): string => stopReason,
    (error: unknown) => (error as Error).message,
  );
  if (cancelAfter !== null) {
    await ticks(cancelAfter);
    controller.abort(new Error('cancelled'));
  }
  const ending = await ended;
  const madeAtEnd = made.length;
  const alone = solo(tokens, maxTokens, 60);
  const natural = plan.poison ? 'poison' : alone.stopReason;
  expect(cancelAfter === null ? [natural] : [natural, 'cancelled']).toContain(ending);
  expect(made).toEqual(ending === alone.stopReason ? alone.made : alone.made.slice(0, made.length));
  await ticks(2);
  expect(made).toHaveLength(madeAtEnd);
}

describe('StepScheduler', () => {
  it('gives every run the tokens of a solo run, whatever arrives, leaves, or fails beside it', async () => {
    const property = fc.asyncProperty(
      fc.array(plannedRun, { maxLength: 12 }),
      fc.integer({ min: 1, max: 4 }),
      async (plans, sequences) => {
        const { broken, run, context } = setUp({ sequences });
        await Promise.all(plans.map((plan) => play(plan, run)));
        expect(broken).toEqual([]);
        expect(context.longestPiece).toBeLessThanOrEqual(8);
        expect(context.openSources).toBe(0);
        // No sequence has leaked: as many runs as there are sequences still run together, and end.
        const after = Array.from({ length: sequences }, (_, i) => run([1, 2, 3, i], { maxTokens: 5 }));
        await expect(Promise.all(after.map(({ result }) => result))).resolves.toHaveLength(sequences);
      },
    );
    await fc.assert(property, { numRuns: 60 });
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
    context.keepPrefixFails = true;
    await running.result;
    await expect(waiting.result).rejects.toThrow('beyond repair');
    await expect(run([1]).result).rejects.toThrow('beyond repair');
    expect(broken).toHaveLength(1);
  });

  it('counts the time to the first token from the request, also while the run waits', async () => {
    const { run } = setUp({ sequences: 1 });
    const [first, second] = [run(lasting, { maxTokens: 10 }), run(range(20), { maxTokens: 2 })];
    await first.result;
    const { ttftMs, prefillMs } = await second.result;
    expect(ttftMs).toBeGreaterThan(prefillMs);
  });
});
