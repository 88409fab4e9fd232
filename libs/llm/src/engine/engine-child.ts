import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DomainError } from '#contracts';
import { EngineCrashedError } from './engine-crashed-error.js';
import type { EngineOptions } from './engine-options.js';
import { HANG_MS, HangWatch } from './hang-watch.js';
import type { EngineCall, EngineCalls, EngineInfo, EngineMethod, FromEngine, ToEngine } from './protocol.js';

/** Milliseconds for an orderly end; a computation on a slow machine may take a second, freeing a GPU a few. */
const CLOSE_MS = 10_000;

/** Processes that may die of their memory plans before the engine is said not to start. */
const MOST_DEATHS = 4;

/** Threads beside one per sequence: embedding, the long lane, loading, and files. */
const SPARE_THREADS = 6;

/** node-llama-cpp is never loaded into a test's own process: from the sources, the compiled engine is forked. */
const entry = __filename.endsWith('.ts')
  ? join(__dirname, '../../../../dist/libs/llm/src/engine/main.js')
  : join(__dirname, 'main.js');

interface Pending {
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
  onText: (text: string) => void;
  alone: boolean;
}

/** Particulars of one call. */
export interface CallOptions {
  signal: AbortSignal;
  onText?: (text: string) => void;
  /** Whether nothing else runs in the engine meanwhile; a crash will say so. */
  alone?: boolean;
}

/** One engine process, from its start to its end. It is never restarted: that is EngineHost's part. */
export class EngineChild {
  #info: EngineInfo;
  /** Resolves, with how it ended, when the process is gone and every call has been rejected. */
  readonly ended: Promise<string>;
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #watch: HangWatch;
  #lastId = 0;
  #closing = false;
  #hang: string | null = null;
  #opening: number | null = null;

  private constructor(child: ChildProcess, info: EngineInfo, hangMs: number) {
    this.#process = child;
    this.#info = info;
    this.#watch = new HangWatch(hangMs, (reason) => {
      this.#hang = reason;
      child.kill('SIGKILL');
    });
    child.on('message', (message: FromEngine) => this.#receive(message));
    this.ended = exitOf(child).then((reason) => this.#end(reason));
  }

  /**
   * Forks the process and loads its models; when it dies of a memory plan, as native code does for some allocations
   * that fail, once more by a smaller one. `log` takes what the process prints, line by line.
   *
   * @throws DomainError `model_not_found`, `model_load_failed`, `model_unsupported`
   */
  static async start(options: EngineOptions, log: (line: string) => void): Promise<EngineChild> {
    for (let deaths = 1; ; deaths++) {
      const started = await launch(options, log);
      if ('info' in started) {
        return new EngineChild(started.child, started.info, options.hangMs ?? HANG_MS);
      }
      const { reason, givenUp } = started;
      if (givenUp === null || deaths > MOST_DEATHS) throw diedLoading(reason);
      log(`died of its memory plan (${reason}): starting with a smaller one`);
      options = { ...options, plansGivenUp: givenUp + 1 };
    }
  }

  /** As it is now: lanes can become smaller when memory runs short. */
  get info(): EngineInfo {
    return this.#info;
  }

  /** Tokens of the long lane that is being allocated, or was when the process died; null without one. */
  get opening(): number | null {
    return this.#opening;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * Asks the engine. Rejects with a DomainError: the engine's own, `cancelled` soon after the signal aborts, or
   * {@link EngineCrashedError}.
   */
  call<M extends EngineMethod>(
    method: M,
    params: EngineCalls[M]['params'],
    { signal, onText = () => {}, alone = false }: CallOptions,
  ): Promise<EngineCalls[M]['result']> {
    const id = ++this.#lastId;
    const cancel = () => tell(this.#process, { type: 'cancel', id });
    const result = new Promise<EngineCalls[M]['result']>((resolve, reject) => {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        return reject(new EngineCrashedError('before the call', false));
      }
      this.#pending.set(id, { resolve, reject, onText, alone });
      tell(this.#process, { type: 'call', id, method, params } as EngineCall);
      if (signal.aborted) cancel();
      else signal.addEventListener('abort', cancel, { once: true });
    });
    return result.finally(() => signal.removeEventListener('abort', cancel));
  }

  /** Ends running calls with `service_unavailable`, frees the models, and ends the process; by force if need be. */
  async close(): Promise<void> {
    this.#closing = true;
    tell(this.#process, { type: 'close' });
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), CLOSE_MS);
    await this.ended;
    clearTimeout(timer);
  }

  #receive(message: FromEngine): void {
    if (message.type === 'pulse') this.#watch.pulse(message.computingMs);
    if (message.type === 'changed') this.#info = message.info;
    if (message.type === 'opening') this.#opening = message.contextSize;
    if (message.type === 'texts') for (const { id, text } of message.texts) this.#passOn(id, text);
    if (!('id' in message)) return;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    if (message.type === 'result') pending.resolve(message.value as never);
    else {
      const { code, message: text, retryable } = message.error;
      pending.reject(new DomainError(code, text, { retryable }));
    }
  }

  /** A caller that cannot take its text has no use for the rest of it. */
  #passOn(id: number, text: string): void {
    const pending = this.#pending.get(id);
    try {
      pending?.onText(text);
    } catch (error) {
      pending?.reject(error);
      this.#pending.delete(id);
      tell(this.#process, { type: 'cancel', id });
    }
  }

  #end(exit: string): string {
    this.#watch.stop();
    const reason = this.#hang === null ? exit : `killed because it hung: ${this.#hang}`;
    for (const { reject, alone } of this.#pending.values()) {
      reject(this.#closing ? stopped() : new EngineCrashedError(reason, alone));
    }
    this.#pending.clear();
    return reason;
  }
}

/** Sends a message; one that cannot be sent any more is dropped, since the end of the process is noticed anyway. */
function tell(child: ChildProcess, message: ToEngine): void {
  if (child.connected) child.send(message, () => {});
}

/**
 * A process that is ready, or how it died and how many memory plans it had given up before the one it died of (null
 * when it died of something else).
 *
 * @throws DomainError what the process itself says is wrong
 */
async function launch(
  options: EngineOptions,
  log: (line: string) => void,
): Promise<{ child: ChildProcess; info: EngineInfo } | { reason: string; givenUp: number | null }> {
  const threads = (options.model?.sequences ?? 0) + SPARE_THREADS;
  const child = fork(entry, [String(threads)], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', log);
  }
  const ended = exitOf(child);
  let givenUp: number | null = null;
  const reply = new Promise<FromEngine>((resolve) => {
    child.on('message', (message: FromEngine) => {
      if (message.type === 'trying') givenUp = message.givenUp;
      else if (message.type !== 'opening') resolve(message);
    });
  });
  tell(child, { type: 'start', options });
  const message = await Promise.race([reply, ended]);
  if (typeof message === 'string') return { reason: message, givenUp };
  if (message.type === 'ready') return { child, info: message.info };
  child.kill('SIGKILL');
  await ended;
  if (message.type !== 'failed') throw diedLoading(`unexpected message "${message.type}"`);
  const { code, message: text, retryable } = message.error;
  throw new DomainError(code, text, { retryable });
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once('error', (error) => resolve(error.message));
  });
}

function diedLoading(reason: string): DomainError {
  return new DomainError(
    'model_load_failed',
    `The model's process died while loading (${reason}). Check the log, the model file (\`npm run models -- verify\`) and the free memory.`,
  );
}

export function stopped(): DomainError {
  return new DomainError('service_unavailable', 'The engine has been shut down.', { retryable: true });
}
