import { hasEnded, killGroup, stopChild } from './stop.mjs';

/** A process that lived shorter than this crashed quickly. */
const QUICK_MS = 20_000;
/** So many quick crashes in a row mean that starting it again will not help. */
const MAX_QUICK_CRASHES = 5;
/** Exit code with which a program says that its configuration is wrong (EX_CONFIG of sysexits.h). */
const EXIT_CONFIG = 78;

/**
 * Keeps a program running: when it ends by itself it is started again, after pauses of 0.5, 1, 2 and 4 seconds, until
 * it has crashed five times in a row within 20 seconds of its start.
 *
 * @param {object} options
 * @param {() => import('node:child_process').ChildProcess} options.launch starts it, in a process group of its own
 * @param {NodeJS.Signals} options.stopSignal asks it to end in good order
 * @param {number} options.graceMs how long it may take to end before it is killed
 * @param {(how: string, pauseMs: number) => void} options.onRestart it ended and will be started again
 * @param {(how: string) => void} options.onGiveUp it will not be started again
 */
export function keepRunning({ launch, stopSignal, graceMs, onRestart, onGiveUp }) {
  let stopping = false;
  let quickCrashes = 0;
  let timer;
  let child = start();

  function start() {
    const startedAt = Date.now();
    const started = launch();
    const ended = once((how, code) => {
      if (stopping) return;
      quickCrashes = Date.now() - startedAt < QUICK_MS ? quickCrashes + 1 : 1;
      if (code === EXIT_CONFIG || quickCrashes >= MAX_QUICK_CRASHES) return onGiveUp(how);
      const pauseMs = 500 * 2 ** (quickCrashes - 1);
      onRestart(how, pauseMs);
      timer = setTimeout(() => (child = start()), pauseMs);
    });
    started.once('error', (error) => ended(error.message));
    // What it started itself ends with it, and with that its output, which may say why.
    started.once('exit', () => killGroup(started.pid, 'SIGKILL'));
    started.once('close', (code, signal) => ended(signal ? `signal ${signal}` : `exit code ${code}`, code));
    return started;
  }

  return {
    /** Ends it for good. @returns {Promise<void>} */
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await stopChild(child, stopSignal, graceMs);
    },
    /** Ends it at once, without waiting, together with all that it started. */
    kill() {
      stopping = true;
      clearTimeout(timer);
      if (!hasEnded(child)) killGroup(child.pid, 'SIGKILL');
    },
  };
}

/** @param {(...args: any[]) => void} action */
function once(action) {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    action(...args);
  };
}
