import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long ended processes may take to disappear, milliseconds. */
const GRACE_MS = 10_000;

/** What this process still holds. */
export interface Left {
  processes: number;
  files: number;
}

/**
 * Counts child processes and open files of this process, once it has had time to let them go. Zero where the system has
 * no /proc.
 */
export async function whatIsLeft(): Promise<Left> {
  const deadline = performance.now() + GRACE_MS;
  let left = count();
  while (left.processes + left.files > 0 && performance.now() < deadline) {
    await sleep(100);
    left = count();
  }
  return left;
}

function count(): Left {
  try {
    const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim();
    const files = readdirSync('/proc/self/fd').filter((number) => isFile(Number(number)));
    return { processes: children === '' ? 0 : children.split(' ').length, files: files.length };
  } catch {
    return { processes: 0, files: 0 };
  }
}

/** Whether a descriptor beyond the standard ones leads to a file: pipes and sockets belong to the runtime. */
function isFile(number: number): boolean {
  try {
    return number > 2 && /^\/(?!dev\/|proc\/)/u.test(readlinkSync(`/proc/self/fd/${number}`));
  } catch {
    return false;
  }
}
