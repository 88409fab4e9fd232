import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** How often a process is looked at, milliseconds; one that allocates as fast as it can gains about a GB meanwhile. */
const INTERVAL_MS = 250;
/** Asking `ps` costs a process. */
const PS_INTERVAL_MS = 1000;
const PAGE_BYTES = 4096;

/**
 * Calls `onExceeded` once when a process holds more memory than it may, counted in resident pages: on systems without
 * `prlimit` nothing else bounds what is not JavaScript's heap. Returns what ends the watch.
 */
export function watchMemory(pid: number | undefined, maxBytes: number, onExceeded: () => void): () => void {
  const linux = process.platform === 'linux';
  let asking = false;
  const timer = setInterval(() => void look(), linux ? INTERVAL_MS : PS_INTERVAL_MS).unref();
  const stop = () => clearInterval(timer);
  async function look(): Promise<void> {
    if (asking || pid === undefined) return;
    asking = true;
    const held = await (linux ? residentByProc(pid) : residentByPs(pid)).catch(() => 0);
    asking = false;
    if (held <= maxBytes) return;
    stop();
    onExceeded();
  }
  return stop;
}

async function residentByProc(pid: number): Promise<number> {
  const [, resident] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ').map(Number);
  return (resident ?? 0) * PAGE_BYTES;
}

async function residentByPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Number(stdout.trim()) * 1024;
}
