import { readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second. */
const TICK_MS = 10;

/** CPU time of this process and of all its children that have ended, milliseconds. Linux only; elsewhere its own alone. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + endedChildren();
}

/** CPU time of another process, milliseconds; 0 where the system does not tell. */
export function cpuTimeOf(pid: string): number {
  return ticks(pid, 0) + ticks(pid, 1);
}

function endedChildren(): number {
  return ticks('self', 2) + ticks('self', 3);
}

/** One of `utime stime cutime cstime`, milliseconds. */
function ticks(pid: string, which: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the program's name, in parentheses: utime is the 12th.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[11 + which]) * TICK_MS;
  } catch {
    return 0;
  }
}
