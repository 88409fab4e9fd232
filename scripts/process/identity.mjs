import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Which process a PID means. A PID alone is not enough: after a crash the number may belong to somebody else, so it
 * is always kept together with the moment at which that process started.
 *
 * @typedef {{ pid: number, started: string }} ProcessIdentity
 */

/** The identity of this process. @returns {ProcessIdentity} */
export function ownIdentity() {
  return { pid: process.pid, started: startTimeOf(process.pid) ?? 'unknown' };
}

/**
 * When a running process started, as an opaque string; undefined when there is none with this PID (a zombie counts
 * as none: it holds nothing any more).
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startTimeOf(pid) {
  return process.platform === 'linux' ? startTimeFromProc(pid) : startTimeFromPs(pid);
}

/** Whether the process that an identity names still runs. @param {ProcessIdentity} identity */
export function isRunning({ pid, started }) {
  return startTimeOf(pid) === started;
}

/**
 * The command line of a running process; undefined when there is none with this PID, or when it is not ours to see.
 *
 * @param {number} pid
 * @returns {string | undefined}
 */
export function commandLineOf(pid) {
  if (process.platform !== 'linux') return ps(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function startTimeFromProc(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses and may hold anything; the state follows it.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const ticksSinceBoot = rest[18];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
    return `${boot}:${ticksSinceBoot}`;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function startTimeFromPs(pid) {
  const line = ps(pid, 'stat=,lstart=');
  return line?.startsWith('Z') ? undefined : line?.replace(/^\S+\s+/, '');
}

/** @param {number} pid @param {string} columns */
function ps(pid, columns) {
  const { status, stdout } = spawnSync('ps', ['-o', columns, '-p', String(pid)], { encoding: 'utf8' });
  const line = stdout?.trim() ?? '';
  return status === 0 && line !== '' ? line : undefined;
}
