import { readFile, writeFile } from 'node:fs/promises';
import { setImmediate as tick } from 'node:timers/promises';
import type { RunRequest } from '../../libs/llm/src/engine/run.js';
import type { Sequence, TokenSource } from '../../libs/llm/src/engine/sequence.js';
import { StepScheduler, type StepSchedulerOptions } from '../../libs/llm/src/engine/step-scheduler.js';

export const END = 0;
/** A token that the model chokes on: it throws, and its cache holds other things than it says until it is emptied. */
export const POISON = 99;

/** The token after `tokens`, made from every one of them, so that a wrong cache shows at once. */
type Model = (tokens: readonly number[]) => number;

export const hashing: Model = (tokens) => {
  let hash = 17;
  for (const token of tokens) hash = (hash * 31 + token + 1) % 9973;
  return hash % 40;
};

/** Goes on with what followed the last two tokens before, as one that quotes does; now and then with something else. */
export const copying: Model = (tokens) => {
  const hash = hashing(tokens);
  if (hash <= 4) return Math.max(hash, 1);
  for (let at = tokens.length - 2; at > 0; at--) {
    if (tokens[at] === tokens.at(-1) && tokens[at - 1] === tokens.at(-2)) return tokens[at + 1] ?? 1;
  }
  return hash;
};

/** What a run must yield, computed without any scheduling. */
export function solo(prompt: readonly number[], maxTokens: number, capacity: number, model: Model = hashing) {
  const tokens = [...prompt];
  const made: number[] = [];
  for (;;) {
    const token = model(tokens);
    if (token === END) return { made, stopReason: 'end' };
    made.push(token);
    if (made.length >= maxTokens) return { made, stopReason: 'max_tokens' };
    if (tokens.length >= capacity) return { made, stopReason: 'context_full' };
    tokens.push(token);
  }
}

export interface ArithmeticOptions {
  model?: Model;
  /** Whether sequences can be copied. */
  copies?: boolean;
  /** Time that computing one token takes. */
  tokenMs?: number;
  clock?: { now: number };
}

/** A context made of arithmetic: its sequences compute in steps, and only while nobody computes may caches be cut. */
export class ArithmeticContext {
  computing = 0;
  openSources = 0;
  longestPiece = 0;
  /** Tokens computed in prompts, and drafted ones. */
  prefilled = 0;
  drafted = 0;
  truncateFails = false;
  /** What sequences were asked for out of order: two things at once, or a prompt or a run in the middle of another. */
  readonly disorder: string[] = [];
  readonly clock: { now: number };
  readonly #model: Model;
  readonly #copies: boolean;
  readonly #tokenMs: number;

  constructor({ model = hashing, copies = true, tokenMs = 1, clock = { now: 0 } }: ArithmeticOptions = {}) {
    this.#model = model;
    this.#copies = copies;
    this.#tokenMs = tokenMs;
    this.clock = clock;
  }

  sequence(capacity: number): Sequence & { cache: number[]; readonly isOpen: boolean } {
    const cache: number[] = [];
    let rubbish = 0;
    let busy = false;
    let open = false;
    const compute = async (tokens: readonly number[]) => {
      if (cache.length + tokens.length > capacity) throw new Error('overflow');
      if (busy) this.disorder.push('two computations at once');
      busy = true;
      this.computing++;
      await tick();
      this.clock.now += tokens.length * this.#tokenMs;
      this.computing--;
      busy = false;
      cache.push(...tokens);
      if (tokens.includes(POISON)) {
        rubbish = 1;
        throw new Error('poison');
      }
    };
    const idle = () => {
      if (this.computing > 0) throw new Error('the context is locked');
    };
    const truncate = async (length: number) => {
      idle();
      if (this.truncateFails) throw new Error('beyond repair');
      cache.length = Math.min(cache.length, length);
      if (cache.length === 0) rubbish = 0;
      await Promise.resolve();
    };
    const copyFrom = async (other: Sequence, length: number) => {
      idle();
      cache.splice(0, cache.length, ...(other as Sequence & { cache: number[] }).cache.slice(0, length));
      rubbish = 0;
      await Promise.resolve();
    };
    return {
      cache,
      capacity,
      get isOpen() {
        return open;
      },
      get length() {
        return cache.length;
      },
      get tokens() {
        return [...cache];
      },
      save: (file) => writeFile(file, JSON.stringify(cache)),
      load: async (file) => {
        idle();
        cache.splice(0, cache.length, ...(JSON.parse(await readFile(file, 'utf8')) as number[]));
        rubbish = 0;
      },
      commonPrefix: (tokens) => {
        const different = cache.findIndex((token, i) => token !== tokens[i]);
        return different === -1 ? cache.length : different;
      },
      truncate,
      ...(this.#copies && { copyFrom }),
      prefill: (tokens) => {
        if (open) this.disorder.push('a prompt read in the middle of an answer');
        this.longestPiece = Math.max(this.longestPiece, tokens.length);
        this.prefilled += tokens.length;
        return compute(tokens);
      },
      decode: (tokens): TokenSource => {
        let pending = [...tokens];
        this.prefilled += tokens.length;
        if (open) this.disorder.push('an answer begun in the middle of another');
        open = true;
        this.openSources++;
        return {
          next: async (draft) => {
            const before = cache.length + pending.length;
            this.drafted += draft.length;
            this.longestPiece = Math.max(this.longestPiece, pending.length);
            await compute([...pending, ...draft]);
            const made: number[] = [];
            for (let i = 0; i <= draft.length; i++) {
              const token = this.#model(cache.slice(0, before + i)) + rubbish;
              made.push(token);
              if (token !== draft[i]) break;
            }
            pending = made.slice(-1);
            return made;
          },
          close: async () => {
            open = false;
            this.openSources--;
            await Promise.resolve();
          },
        };
      },
    };
  }
}

/** A scheduler over such a context, and a way to run prompts and see what they make. */
export function setUpScheduler({
  sequences = 2,
  capacity = 60,
  largestChunk = 8,
  places = 100,
  device,
  prefixes,
  ...options
}: ArithmeticOptions & Partial<StepSchedulerOptions> & { sequences?: number; capacity?: number } = {}) {
  const context = new ArithmeticContext(options);
  const broken: unknown[] = [];
  const numbered = Array.from({ length: sequences }, () => context.sequence(capacity));
  const scheduler = new StepScheduler(numbered, {
    largestChunk,
    places,
    now: () => context.clock.now,
    onBroken: (error) => broken.push(error),
    ...(device && { device }),
    ...(prefixes && { prefixes }),
  });
  const run = (tokens: readonly number[], request: Partial<RunRequest> = {}) => {
    const made: number[] = [];
    const result = scheduler.run({
      tokens,
      maxTokens: 20,
      sampling: { temperature: 0, seed: 0 },
      priority: 'interactive',
      lookup: true,
      isEnd: (token) => token === END,
      signal: new AbortController().signal,
      ...request,
      onToken: (token) => {
        made.push(token);
        request.onToken?.(token);
      },
    });
    return { made, result };
  };
  /** Numbers of the sequences that compute. */
  const running = () => numbered.flatMap(({ isOpen }, at) => (isOpen ? [at] : []));
  const stats = () => scheduler.stats({ name: 'short', sequences, contextSize: capacity + 1 });
  return { context, scheduler, broken, run, running, stats };
}

export const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await tick();
};
export const range = (length: number, from = 1) => Array.from({ length }, (_, i) => from + (i % 37));

/** A prompt whose answer goes on for long. */
export const lasting = Array.from({ length: 500 }, (_, i) => [1, 2, 3, i % 37, i % 11]).find(
  (prompt) => solo(prompt, 40, 59).made.length === 40,
) ?? [1];
