import { isRunning } from './identity.mjs';

const POLL_MS = 50;

/** Whether a child of ours has ended (or never began). @param {import('node:child_process').ChildProcess} child */
export function hasEnded(child) {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/**
 * Asks a child to end and waits. One that has not ended after `graceMs` is killed with its whole process group, so
 * children must have been started with `detached: true` (a group of their own).
 *
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
export async function stopChild(child, signal, graceMs) {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  const timer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // What it started itself (the engine, parsers) must not outlive it.
  killGroup(child.pid, 'SIGKILL');
}

/**
 * Sends a signal to every process of a group; a group that is gone already is not an error.
 *
 * @param {number | undefined} pid the group's leader
 * @param {NodeJS.Signals} signal
 */
export function killGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}

/**
 * Stops a process that is not our child, if it still is the process that the identity names.
 *
 * @param {import('./identity.mjs').ProcessIdentity} identity
 * @param {NodeJS.Signals} signal
 * @param {number} [graceMs] how long it may take before it is killed
 * @returns {Promise<boolean>} whether there was anything to stop
 */
export async function stopByIdentity(identity, signal, graceMs = 10_000) {
  if (!isRunning(identity)) return false;
  send(identity.pid, signal);
  for (let waited = 0; isRunning(identity); waited += POLL_MS) {
    if (waited >= graceMs) {
      killGroup(identity.pid, 'SIGKILL');
      send(identity.pid, 'SIGKILL');
    }
    if (waited >= graceMs + 5000) throw new Error(`process ${identity.pid} does not end`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  killGroup(identity.pid, 'SIGKILL');
  return true;
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code === 'EPERM') {
      throw new Error(`process ${pid} is left from an earlier run as another user; stop it: kill ${pid}`, {
        cause: error,
      });
    }
    if (error.code !== 'ESRCH') throw error;
  }
}
