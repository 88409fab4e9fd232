import { Presets, SingleBar } from 'cli-progress';
import type { CommandContext } from '../../apps/cli/src/command/context.js';

/** Parts of a whole after which a line is written where there is no terminal to draw a bar in. */
const LINES = 10;

/**
 * Says on standard error how far things are: a bar in a terminal, else a line for each tenth. An evaluation that is
 * interrupted ends between two pieces of its work: what reports one done throws then.
 */
export class Progress {
  private bar: SingleBar | null = null;

  constructor(private readonly context: Pick<CommandContext, 'err' | 'signal'>) {}

  /** @returns what to call with the number done so far; it throws the signal's reason */
  begin(what: string, total: number, done = 0): (done: number) => void {
    this.end();
    const show =
      this.context.err.isTTY === true ? this.drawn(what, total, done) : this.told(what, total, done);
    return (now) => {
      show(now);
      this.context.signal.throwIfAborted();
    };
  }

  say(line: string): void {
    this.context.err.write(`  ${line}\n`);
  }

  end(): void {
    this.bar?.stop();
    this.bar = null;
  }

  private drawn(what: string, total: number, done: number): (done: number) => void {
    const format = `  ${what} {bar} {value}/{total}  {eta_formatted} left`;
    this.bar = new SingleBar({ format, stream: this.context.err }, Presets.shades_classic);
    this.bar.start(total, done);
    return (now) => this.bar?.update(now);
  }

  private told(what: string, total: number, done: number): (done: number) => void {
    let told = Math.floor((done / total) * LINES);
    this.say(`${what}: ${done} of ${total}`);
    return (now) => {
      const tenth = Math.floor((now / total) * LINES);
      if (tenth <= told) return;
      told = tenth;
      this.say(`${what}: ${now} of ${total}`);
    };
  }
}
