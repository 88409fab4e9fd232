import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { descendantsOf, isAlive } from './process-tree.js';
import { until } from './until.js';

/** Lines kept of what a program prints. */
const LINES_KEPT = 2000;
/** What Nest says at each start. */
const NOISE = /\[(InstanceLoader|RouterExplorer|RoutesResolver|NestFactory)\]/;

/** One of our own programs, built, as a process that a test may treat as badly as it likes. */
export class Program {
  readonly lines: string[] = [];
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  /** Starts `dist/<entry>`. It ends with Jest, whatever happens to Jest. */
  constructor(
    readonly name: string,
    entry: string,
    env: NodeJS.ProcessEnv,
  ) {
    const guard = join(process.cwd(), 'test/support/die-with-parent.cjs');
    this.child = spawn(process.execPath, ['--enable-source-maps', '-r', guard, join('dist', entry)], {
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.keep(line));
    }
    this.ended = once(this.child, 'exit');
  }

  get pid(): number {
    if (this.child.pid === undefined) throw new Error(`${this.name} could not be started`);
    return this.child.pid;
  }

  /** How it ended: an exit code or a signal; null while it runs. */
  get exit(): number | NodeJS.Signals | null {
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** Waits for a line that it prints. @throws Error with its last lines when it ends before that */
  async printed(pattern: RegExp): Promise<string> {
    return until(`"${pattern.source}" from ${this.name}`, () => {
      const line = this.lines.find((printed) => pattern.test(printed));
      if (line === undefined && this.exit !== null) throw new Error(`${this.name} ended: ${this.exit}`);
      return line;
    });
  }

  /** Sends a signal and waits for the end. Returns how it ended. */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.child.kill(signal);
    await this.ended;
    return this.exit;
  }

  /** Sends SIGTERM, as a service manager would, and kills it when it does not end in time. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    const force = setTimeout(() => this.child.kill('SIGKILL'), 30_000);
    const exit = await this.end('SIGTERM');
    clearTimeout(force);
    return exit;
  }

  /** Stops the process from running for a while, as a blocked event loop or a paused virtual machine would. */
  async freeze(ms: number): Promise<void> {
    // A shell wakes it, so that it does not stay frozen (and alive) when Jest is killed meanwhile.
    const waker = spawn('sh', ['-c', `sleep ${ms / 1000}; kill -CONT ${this.pid}`], { stdio: 'ignore' });
    this.child.kill('SIGSTOP');
    await once(waker, 'exit');
    await sleep(0);
  }

  /** Ids of the processes that it has started, those whose command line contains `name`. */
  children(name = ''): number[] {
    return descendantsOf(this.pid, name);
  }

  /** Kills it with SIGKILL and waits until nothing that it had started is left. */
  async kill(): Promise<void> {
    const family = this.children();
    await this.end('SIGKILL');
    await until(`the children of ${this.name} to end`, () => !family.some(isAlive), { timeoutMs: 15_000 });
  }

  private keep(line: string): void {
    if (NOISE.test(line)) return;
    this.lines.push(line);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}
