import { readdirSync, readFileSync } from 'node:fs';

const SAMPLE_MS = 50;

/** The most memory that a process has held so far, bytes; 0 where the system does not tell, or it has ended. */
export function peakMemory(pid: number | string): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/mu.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** The child processes of a process. */
function childrenOf(pid: number | string): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
  } catch {
    return [];
  }
}

/** Watches the memory of a process's children; the result's call ends the watch and gives the largest, bytes. */
export function watchChildren(
  pid: number | string = 'self',
  isMeant: (pid: string) => boolean = () => true,
): () => number {
  let largest = 0;
  const look = () => {
    for (const child of childrenOf(pid)) if (isMeant(child)) largest = Math.max(largest, peakMemory(child));
  };
  const timer = setInterval(look, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return largest;
  };
}

/** Whether a process is one that reads a document. */
export function isParser(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('parse-process.js');
  } catch {
    return false;
  }
}
