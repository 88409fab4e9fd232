import { readdirSync, readFileSync } from 'node:fs';

/** The kernel counts CPU time in hundredths of a second. */
const TICK_MS = 10;
const SAMPLE_MS = 20;

/** CPU time of this process and of all its children that have ended, milliseconds. Linux only; elsewhere its own alone. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + endedChildren();
}

function endedChildren(): number {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // Behind the program's name, in parentheses: cutime and cstime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
  } catch {
    return 0;
  }
}

/** Watches the memory of this process's children; the result's call ends the watch and gives the largest, bytes. */
export function watchChildren(): () => number {
  let largest = 0;
  const timer = setInterval(() => (largest = Math.max(largest, ...children().map(peakOf))), SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return largest;
  };
}

function children(): string[] {
  try {
    return readdirSync('/proc/self/task').flatMap((thread) =>
      readFileSync(`/proc/self/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}

function peakOf(pid: string): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
