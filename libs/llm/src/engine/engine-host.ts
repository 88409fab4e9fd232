import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '#contracts';
import type { GenerateOptions, GenerateRequest, PromptContent, PromptCost } from '../generator.js';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';
import { abortable } from './abortable.js';
import { type CallOptions, EngineChild, stopped } from './engine-child.js';
import type { EngineOptions } from './engine-options.js';
import type { EngineCalls, EngineGeneration, EngineInfo, EngineMethod, EngineStats } from './protocol.js';
import { SHORTENED, shorterContext } from '../memory/step-down.js';
import { RunGate } from './run-gate.js';

const FIRST_RESTART_MS = 100;
const LAST_RESTART_MS = 10_000;
/** A process that lived this long was sound: its crash does not count towards the next delay. */
const SOUND_MS = 30_000;

/** One each, since listeners of all calls on one signal look like a leak to Node. */
const never = () => new AbortController().signal;

/**
 * The engine as its users see it: a process that comes back when it dies. Calls in progress then reject with
 * EngineCrashedError, later ones wait for the new process; when it does not come up, they reject with
 * `service_unavailable` and the attempts go on, more and more slowly.
 */
export class EngineHost {
  /** With a shorter long lane when a process has died of making it. */
  #options: EngineOptions;
  readonly #log: (line: string) => void;
  readonly #gate = new RunGate();
  readonly #closing = new AbortController();
  #child: Promise<EngineChild>;
  /** The process that runs, or that ran last. */
  #latest: EngineChild;
  #pid: number | undefined;
  #crashes = 0;

  private constructor(options: EngineOptions, log: (line: string) => void, child: EngineChild) {
    this.#options = options;
    this.#log = log;
    this.#latest = child;
    this.#child = Promise.resolve(child);
    void this.#watch(child, FIRST_RESTART_MS);
  }

  /**
   * Starts the process and loads its models. `log` takes what the process prints (default: standard error).
   *
   * @throws DomainError `model_not_found`, `model_load_failed`, `model_unsupported`; nothing is left running then
   */
  static async start(
    options: EngineOptions,
    log: (line: string) => void = (line) => process.stderr.write(`[engine] ${line}\n`),
  ): Promise<EngineHost> {
    return new EngineHost(options, log, await EngineChild.start(options, log));
  }

  /** What the engine has to offer; after a crash or when memory runs short it may be less than it was. */
  get info(): EngineInfo {
    return this.#latest.info;
  }

  /** Process id of the engine; undefined while it restarts. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** How often the engine has died unasked. */
  get crashes(): number {
    return this.#crashes;
  }

  /** See {@link Generator.measure}. */
  measure(content: PromptContent): Promise<PromptCost> {
    return this.#call('measure', content, { signal: never() });
  }

  /** Token counts by the model's tokenizer; works in both modes. */
  countTokens(texts: string[]): Promise<number[]> {
    return this.#call('countTokens', { texts }, { signal: never() });
  }

  /** Unit vectors in the order of `texts`, as they are: prefixes are the caller's. `urgent` overtakes the rest. */
  embed(params: EngineCalls['embed']['params'], signal: AbortSignal = never()): Promise<Float32Array[]> {
    return this.#call('embed', params, { signal });
  }

  /** How well each passage answers the question, 0 … 1, in the order given. */
  rank(question: string, passages: string[], signal: AbortSignal): Promise<number[]> {
    return this.#call('rank', { question, passages }, { signal });
  }

  /** See {@link Generator.generate}. */
  generate(request: GenerateRequest, { onText, signal }: GenerateOptions): Promise<EngineGeneration> {
    return this.#call('generate', request, { signal, onText, alone: request.exclusive ?? false });
  }

  /** Generations that the engine makes at once. Whoever takes jobs takes as many, and one more to hide latency. */
  get capacity(): number {
    return this.info.lanes.reduce((sum, { sequences }) => sum + sequences, 0);
  }

  /** What the engine does and has done, at once whatever runs; null while it restarts. */
  async stats(): Promise<EngineStats | null> {
    if (this.#pid === undefined) return null;
    const child = await this.#child;
    return child.call('stats', null, { signal: never() }).catch(() => null);
  }

  /** Ends running calls with `service_unavailable` and the process with them. May be called again. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#child.then(
      (child) => child.close(),
      () => {},
    );
  }

  async #call<M extends EngineMethod>(
    method: M,
    params: EngineCalls[M]['params'],
    options: CallOptions,
  ): Promise<EngineCalls[M]['result']> {
    const release = await this.#gate.enter(options.alone ?? false, options.signal).catch((cause: unknown) => {
      throw new DomainError('cancelled', 'The request was cancelled.', { cause });
    });
    let ended: Promise<unknown> = Promise.resolve();
    try {
      if (this.#closing.signal.aborted) throw stopped();
      const child = await abortable(this.#child, options.signal);
      const onText = (text: string): void => {
        if (!options.signal.aborted) options.onText?.(text);
      };
      const result = child.call(method, params, { ...options, onText });
      ended = result;
      return await abortable(result, options.signal);
    } finally {
      // Who cancels need not wait for the end of the step; the place is taken until then.
      void ended.then(release, release);
    }
  }

  /** Notices the end of a process, and replaces it unless it was wanted. */
  async #watch(child: EngineChild, delay: number): Promise<void> {
    const startedAt = performance.now();
    this.#pid = child.pid;
    this.#latest = child;
    const reason = await child.ended;
    this.#pid = undefined;
    if (this.#closing.signal.aborted) return;
    this.#crashes++;
    this.#log(`died: ${reason}`);
    this.#learnFrom(child);
    this.#restart(performance.now() - startedAt > SOUND_MS ? FIRST_RESTART_MS : delay);
  }

  /** Native code aborts for some allocations that fail: a process that died of its long lane must not die of it again. */
  #learnFrom({ opening }: EngineChild): void {
    const { model } = this.#options;
    if (opening === null || model === undefined) return;
    const longContext = shorterContext(opening, SHORTENED);
    this.#options = { ...this.#options, model: { ...model, longContext } };
    this.#log(
      `it died of making the long lane of ${opening} tokens: the next process makes one of ${longContext} at most`,
    );
  }

  #restart(delay: number): void {
    const nextDelay = Math.min(delay * 2, LAST_RESTART_MS);
    this.#child = this.#startAgain(delay, nextDelay);
    this.#child.catch((error: unknown) => {
      if (this.#closing.signal.aborted) return;
      this.#log(String(error));
      this.#restart(nextDelay);
    });
  }

  async #startAgain(delay: number, nextDelay: number): Promise<EngineChild> {
    try {
      await sleep(delay, undefined, { signal: this.#closing.signal });
      const child = await EngineChild.start(this.#options, this.#log);
      void this.#watch(child, nextDelay);
      return child;
    } catch (cause) {
      if (this.#closing.signal.aborted) throw stopped();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new GeneratorUnavailableError(
        'engine_down',
        `The model's process does not come back: ${reason}`,
        { cause },
      );
    }
  }
}
