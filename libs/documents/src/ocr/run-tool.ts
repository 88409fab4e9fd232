import { spawn } from 'node:child_process';
import { confine } from '../isolation/sandbox-command.js';
import type { ProcessLimits } from '../limits.js';

const SYSTEM_PATH = '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin';

/** Where tools are looked for, and one thread each: the other cores answer questions. */
export const toolEnvironment = {
  PATH: SYSTEM_PATH,
  LANG: 'C.UTF-8',
  OMP_THREAD_LIMIT: '1',
};

/** Has Tesseract and poppler's tools looked for in this folder, after those of the system. */
export function lookForToolsIn(folder: string): void {
  toolEnvironment.PATH = `${SYSTEM_PATH}:${folder}`;
}

/** How one run of a tool is bounded. */
export interface ToolRun {
  limits: ProcessLimits;
  /** Most bytes that it may answer. */
  maxOutput: number;
  signal: AbortSignal | undefined;
}

/** A tool that did not do its work; `message` holds the end of what it said. */
export class ToolFailed extends Error {}

/**
 * Runs a program that we do not ship on a hostile file: without network, within memory and time, on one core.
 * @throws {ToolFailed}; the signal's reason when it fires.
 */
export async function runTool(
  file: string,
  args: string[],
  input: Uint8Array | null,
  run: ToolRun,
): Promise<Buffer> {
  const command = await confine(run.limits, [file, ...args]);
  const child = spawn(command.file, command.args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: '/',
    env: toolEnvironment,
  });
  const kill = () => child.kill('SIGKILL');
  const timer = setTimeout(kill, run.limits.timeoutMs);
  run.signal?.addEventListener('abort', kill, { once: true });
  const said: Buffer[] = [];
  let size = 0;
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > run.maxOutput) kill();
    else said.push(chunk);
  });
  child.stderr
    .setEncoding('utf8')
    .on('data', (words: string) => (complaint = (complaint + words).slice(-2000)));
  // A program that ends before it has read all its input is told by its exit.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? undefined);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    run.signal?.throwIfAborted();
    if (code !== 0) throw new ToolFailed(`${file} ended with ${code}: ${complaint}`);
    return Buffer.concat(said);
  } finally {
    clearTimeout(timer);
    run.signal?.removeEventListener('abort', kill);
  }
}
