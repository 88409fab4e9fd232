import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { SupportedMediaType } from '../media-types.js';
import type { Order, Reply } from './protocol.js';
import { ReplyReader } from './reply-reader.js';
import type { ProcessLimits } from '../limits.js';
import { sandboxCommand } from './sandbox-command.js';

/** How much of the child's last words is kept, to tell why it died. */
const LAST_WORDS = 8192;

/** How a child came to its end. */
export interface ParserDeath {
  code: number | null;
  signal: NodeJS.Signals | null;
  lastWords: string;
  /** Set when it could not even be started. */
  error?: Error;
}

/** A parsing child process: it takes one order at a time and answers it. */
export class ParserChild {
  /** Resolves when the child is gone, for whatever reason; never rejects. */
  readonly death: Promise<ParserDeath>;
  readonly #replies: ReplyReader;
  #lastWords = '';

  private constructor(
    readonly limits: ProcessLimits,
    private readonly process: ChildProcessByStdio<Writable, Readable, Readable>,
  ) {
    this.#replies = new ReplyReader(process.stdout);
    process.stderr.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-LAST_WORDS);
    });
    // Its death is told by `death`; a broken pipe says nothing more.
    process.stdin.on('error', () => undefined);
    this.death = new Promise((resolve) => {
      process.once('error', (error) => resolve({ code: null, signal: null, lastWords: '', error }));
      process.once('close', (code, signal) => resolve({ code, signal, lastWords: this.#lastWords }));
    });
  }

  /** Starts a child; `ahead` names the type whose parser it loads while it waits. */
  static async start(limits: ProcessLimits, ahead?: SupportedMediaType): Promise<ParserChild> {
    const { file, args } = await sandboxCommand(limits, ahead ? [ahead] : []);
    return new ParserChild(limits, spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: {}, cwd: '/' }));
  }

  order(order: Order): void {
    this.#replies.startOrder();
    this.process.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** Hands bytes over; resolves when all are on their way, or the child is gone. */
  async send(bytes: Readable): Promise<void> {
    const sent = new Promise<void>((resolve) => bytes.once('end', resolve).once('close', resolve));
    bytes.pipe(this.process.stdin, { end: false });
    await Promise.race([sent, this.death]);
  }

  /** What the child answers next, or null when it has died; see {@link ReplyReader.next}. */
  reply(maxBytes: number): Promise<Reply | null> {
    return this.#replies.next(maxBytes);
  }

  /** Lets the service end while this child waits (or makes it stay again). */
  keepServiceAlive(keep: boolean): void {
    const handles = [this.process, this.process.stdin, this.process.stdout, this.process.stderr];
    for (const handle of handles) {
      const call: unknown = Reflect.get(handle, keep ? 'ref' : 'unref');
      if (typeof call === 'function') call.call(handle);
    }
  }

  /** Undefined where it could not be started. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }
}
