import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import type { ProcessLimits } from '../limits.js';
import { projectRoot } from './project-root.js';

/** A program with its arguments. */
export interface Command {
  file: string;
  args: string[];
}

/** The most memory that a process may hold under these limits, bytes: heap, buffers, and Node itself. */
export function maxMemory({ memoryMb }: ProcessLimits): number {
  return (memoryMb * 2 + NODE_OVERHEAD_MB) * 2 ** 20;
}

/** V8 and Node themselves hold about this much writable memory outside the heap, MiB. */
const NODE_OVERHEAD_MB = 300;

/**
 * The command that runs the parsing child: a bounded heap, no access to files but our own code, no child processes,
 * no native addons, and what {@link confine} takes away.
 */
export async function sandboxCommand(limits: ProcessLimits, args: string[]): Promise<Command> {
  const supported = await supportedMeans();
  return confine(limits, [
    process.execPath,
    `--max-old-space-size=${limits.memoryMb}`,
    '--no-warnings',
    '--expose-gc',
    ...(supported.permission ? permissionFlags() : []),
    childEntry(),
    ...args,
  ]);
}

/**
 * A program with as few rights as this machine lets us take away from any: bounded memory and CPU time, no network,
 * death together with its parent, each where the tool for it exists
 * (`prlimit` or the shell's `ulimit`, `unshare`, `setpriv`).
 */
export async function confine(limits: ProcessLimits, program: string[]): Promise<Command> {
  const supported = await supportedMeans();
  // Over the child's whole life, helper threads included; see the pool for how long that is.
  const cpuSeconds = Math.ceil(limits.timeoutMs / 500) + 10;
  const bounds = [
    `--data=${maxMemory(limits)}`,
    // The soft limit sends SIGXCPU, which tells a file that takes too long from other deaths.
    `--cpu=${cpuSeconds}:${cpuSeconds + 5}`,
    '--core=0',
  ];
  const words = [
    ...(supported.unshare ? ['unshare', ...UNSHARE] : []),
    // After unshare: a new user namespace clears the wish to die with the parent.
    ...(supported.setpriv ? ['setpriv', ...SETPRIV] : []),
    ...(supported.prlimit ? ['prlimit', ...bounds] : []),
    ...(supported.ulimit ? ['sh', '-c', `ulimit -t ${cpuSeconds}; exec "$@"`, 'sh'] : []),
    ...program,
  ];
  const [file = process.execPath, ...rest] = words;
  return { file, args: rest };
}

const UNSHARE = ['--map-root-user', '--net'];
const SETPRIV = ['--pdeathsig', 'KILL'];

/** The compiled entry: the child is always the built one, also when this file runs from source (in tests). */
function childEntry(): string {
  return join(projectRoot(), 'dist/libs/documents/src/isolation/parse-process.js');
}

/** Node's permission model: reading our own code is allowed, and nothing else. */
function permissionFlags(): string[] {
  const flag = ['--permission', '--experimental-permission'].find((name) =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  if (flag === undefined) return [];
  const root = projectRoot();
  const packages = join(dirname(createRequire(__filename).resolve('pdfjs-dist/package.json')), '..');
  const readable = [...['dist', 'node_modules'].map((name) => join(root, name)), packages].map(
    (folder) => `${folder}/`,
  );
  // The packages' folder has two names where it is a link. Node 20 aborts when a path is given twice.
  return [
    flag,
    ...[...new Set([...readable, join(root, 'package.json')])].map((path) => `--allow-fs-read=${path}`),
  ];
}

/** What this machine offers to take rights away. */
interface Means {
  unshare: boolean;
  setpriv: boolean;
  prlimit: boolean;
  /** Asked for only where there is no `prlimit`. */
  ulimit: boolean;
  permission: boolean;
}

let probed: Promise<Means> | undefined;

/** Tries each once; containers and other systems often lack or forbid some. */
function supportedMeans(): Promise<Means> {
  probed ??= probe();
  return probed;
}

async function probe(): Promise<Means> {
  const linux = process.platform === 'linux';
  const [unshare, setpriv, prlimit, permission] = await Promise.all([
    linux && works('unshare', [...UNSHARE, process.execPath, '--version']),
    linux && works('setpriv', [...SETPRIV, 'true']),
    linux && works('prlimit', ['--core=0', 'true']),
    works(process.execPath, [...permissionFlags(), '-e', '0']),
  ]);
  const ulimit = !prlimit && (await works('sh', ['-c', 'ulimit -t 10']));
  return { unshare, setpriv, prlimit, ulimit, permission };
}

async function works(file: string, args: string[]): Promise<boolean> {
  try {
    await promisify(execFile)(file, args, { timeout: 10_000, killSignal: 'SIGKILL' });
    return true;
  } catch {
    return false;
  }
}
