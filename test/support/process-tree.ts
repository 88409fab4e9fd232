import { readdirSync, readFileSync } from 'node:fs';

/** A running process: its parent, its state as ps shows it, and its command line. */
interface ProcessEntry {
  pid: number;
  parent: number;
  state: string;
  command: string;
}

/** Ids of all processes below `pid` whose command line contains `name`; fault specs run on Linux only. */
export function descendantsOf(pid: number, name = ''): number[] {
  const all = processes();
  const found: ProcessEntry[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found.filter(({ command }) => command.includes(name)).map((child) => child.pid);
}

/** Whether a process exists and has not ended (a zombie has, only its parent has not noticed yet). */
export function isAlive(pid: number): boolean {
  const entry = read(pid);
  return entry !== null && entry.state !== 'Z';
}

function processes(): ProcessEntry[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? (read(Number(name)) ?? []) : []));
}

function read(pid: number): ProcessEntry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The program's name, in parentheses, may contain anything: the fields begin behind the last one.
    const [state = '', parent = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return { pid, parent: Number(parent), state, command };
  } catch {
    return null;
  }
}
