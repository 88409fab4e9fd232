import { spawn } from 'node:child_process';
import { killGroup } from './stop.mjs';

/** Groups of the commands that run now, so that a stop of ours ends them too. */
const running = new Set();

/** Thrown when a command could not be run or ended with anything but 0. */
class CommandError extends Error {
  /** @param {string} message @param {number} exitCode @param {string} output */
  constructor(message, exitCode, output) {
    super(message);
    this.exitCode = exitCode;
    this.output = output;
  }
}

/**
 * @typedef {object} RunOptions
 * @property {boolean} [quiet] collects the output instead of showing it
 * @property {string} [input] what the command reads
 * @property {number} [timeoutMs] after this long, it and its children are killed
 * @property {(child: import('node:child_process').ChildProcess) => void} [onSpawn] sees the process
 */

/**
 * Runs a command to its end, in a process group of its own: Ctrl-C in the terminal reaches only us, and we pass it on.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions & RunOptions} [options]
 * @returns {Promise<string>} the collected output; empty unless `quiet`
 * @throws {CommandError}
 */
export function run(command, args, { quiet = false, input, timeoutMs, onSpawn, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const out = quiet ? 'pipe' : 'inherit';
    const stdio = [input === undefined ? 'ignore' : 'pipe', out, out];
    const child = spawn(command, args, { stdio, ...options, detached: true });
    running.add(child);
    onSpawn?.(child);
    // A command that ends before it has read everything is judged by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        killGroup(child.pid, 'SIGKILL');
      }, timeoutMs);
    const settle = (problem, code) => {
      clearTimeout(timer);
      running.delete(child);
      if (problem === undefined) resolve(output);
      else reject(new CommandError(`${[command, ...args].join(' ')}: ${problem}`, code, output));
    };
    child.once('error', (error) => settle(error.message, 127));
    child.once('close', (code, signal) => {
      killGroup(child.pid, 'SIGKILL');
      if (timedOut) settle(`not finished after ${timeoutMs / 1000} s`, 124);
      else if (signal) settle(`ended by ${signal}`, 128);
      else settle(code === 0 ? undefined : `exit code ${code}`, code);
    });
  });
}

/** Ends every command that {@link run} has under way, with all that they started. */
export function killRunningCommands() {
  for (const child of running) killGroup(child.pid, 'SIGKILL');
}
