/**
 * The engine process: node-llama-cpp, alone, so that a crash in native code costs one attempt and not the service.
 * EngineHost forks it, sends `start`, then calls; it answers in any order. It dies with its parent.
 */
import { DomainError } from '#contracts';
import { Engine } from './engine.js';
import type { EngineCall, FromEngine, ToEngine, WireError } from './protocol.js';

// Set before anything uses the thread pool, which reads it once: each sequence computes and samples in a thread of it.
process.env.UV_THREADPOOL_SIZE = process.argv[2];

/**
 * Fault injection for tests: a question that contains this text makes the process abort, as a bug in native code
 * would. Unset in production.
 */
const crashOn = process.env.KOTAE_FAULT_CRASH_ON;

/** How often the parent hears that the process lives. */
const PULSE_MS = 1000;

const running = new Map<number, AbortController>();
const texts: { id: number; text: string }[] = [];
let engine: Engine | null = null;
let closing = false;

// Ctrl-C in a terminal goes to the whole process group, but the parent decides when the engine ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// The parent is gone. SIGKILL, because a running computation would hold up an orderly exit.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (message: ToEngine) => void receive(message));

async function receive(message: ToEngine): Promise<void> {
  switch (message.type) {
    case 'start':
      return start(message);
    case 'call':
      return answer(message);
    case 'cancel':
      return running.get(message.id)?.abort(cancelled());
    case 'close':
      return close();
  }
}

async function start({ options }: ToEngine & { type: 'start' }): Promise<void> {
  try {
    engine = await Engine.start(options, say, {
      onBroken: () => process.abort(),
      onAttempt: (givenUp) => send({ type: 'trying', givenUp }),
      onOpening: (contextSize) => send({ type: 'opening', contextSize }),
      onSmaller: (line) => {
        say(line);
        if (engine !== null) send({ type: 'changed', info: engine.info });
      },
    });
    send({ type: 'ready', info: engine.info });
    setInterval(pulse, PULSE_MS);
  } catch (error) {
    send({ type: 'failed', error: toWire(error) });
  }
}

async function answer(call: EngineCall): Promise<void> {
  const { id } = call;
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const value = await perform(call, controller.signal);
    sendTexts();
    send({ type: 'result', id, value });
  } catch (error) {
    sendTexts();
    send({ type: 'error', id, error: toWire(error) });
  } finally {
    running.delete(id);
    if (closing && running.size === 0) await exit();
  }
}

async function perform(call: EngineCall, signal: AbortSignal) {
  if (engine === null || closing) throw stopping();
  if (call.method === 'measure') return engine.measure(call.params);
  if (call.method === 'countTokens') return engine.countTokens(call.params.texts);
  if (call.method === 'embed') return engine.embed(call.params, signal);
  if (call.method === 'stats') return engine.stats;
  if (call.method === 'rank') return engine.rank(call.params, signal);
  if (crashOn && call.params.question.includes(crashOn)) process.abort();
  return engine.generate(call.params, (text) => passOn(call.id, text), signal);
}

/** Ends running work, frees the models, and exits. */
async function close(): Promise<void> {
  closing = true;
  for (const controller of running.values()) controller.abort(stopping());
  if (running.size === 0) await exit();
}

async function exit(): Promise<void> {
  await engine?.dispose();
  process.exit(0);
}

/**
 * All that a step has made goes in one message, once the next step computes: writing to a pipe takes a tenth of a
 * millisecond, which for each of 16 answers would be a tenth of a small model's step.
 */
function passOn(id: number, text: string): void {
  // Steps are begun by `setImmediate`, and one that is set in its turn comes after those.
  if (texts.push({ id, text }) === 1) setImmediate(() => setImmediate(sendTexts));
}

function sendTexts(): void {
  if (texts.length > 0) send({ type: 'texts', texts: texts.splice(0) });
}

function pulse(): void {
  send({ type: 'pulse', computingMs: engine?.computingMs ?? 0 });
}

/** The parent takes what is printed into its log. */
function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function send(message: FromEngine): void {
  process.send?.(message);
}

function cancelled(): DomainError {
  return new DomainError('cancelled', 'The request was cancelled.');
}

function stopping(): DomainError {
  return new DomainError('service_unavailable', 'The engine is shutting down. Ask again in a moment.', {
    retryable: true,
  });
}

function toWire(error: unknown): WireError {
  if (error instanceof DomainError) {
    return { code: error.code, message: error.message, retryable: error.retryable };
  }
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'generation_failed', message: `The model failed: ${reason}`, retryable: true };
}
