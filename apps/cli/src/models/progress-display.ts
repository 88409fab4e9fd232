import { SingleBar } from 'cli-progress';
import { formatBytes, type Terminal } from '../command/terminal.js';

/** Plain output says something each time another tenth is done. */
const PLAIN_STEPS = 10;

/** Shows how far one piece of work has come: a moving bar on a terminal, a few plain lines elsewhere. */
export class ProgressDisplay {
  private bar: SingleBar | null = null;
  private step = -1;

  constructor(
    private readonly terminal: Terminal,
    private readonly label: string,
  ) {}

  /** @param total bytes; null while it is unknown */
  show(done: number, total: number | null): void {
    if (total === null || total === 0) return;
    if (this.terminal.err.isTTY === true) this.moveBar(done, total);
    else this.printStep(done, total);
  }

  /** Writes a line of its own, above whatever is shown next. */
  say(line: string): void {
    this.stop();
    this.terminal.err.write(`${line}\n`);
  }

  /** Ends the bar, if there is one, and leaves it standing. */
  stop(): void {
    this.bar?.stop();
    this.bar = null;
    this.step = -1;
  }

  private moveBar(done: number, total: number): void {
    const sizes = { done: formatBytes(done), size: formatBytes(total) };
    if (this.bar === null) {
      const format = `${this.label} {bar} {percentage}% | {done} of {size} | {eta_formatted} left`;
      this.bar = new SingleBar({ format, stream: this.terminal.err, etaBuffer: 200, hideCursor: true });
      this.bar.start(total, done, sizes);
    } else {
      this.bar.update(done, sizes);
    }
  }

  private printStep(done: number, total: number): void {
    const step = Math.floor((done / total) * PLAIN_STEPS);
    if (step === this.step) return;
    this.step = step;
    this.terminal.err.write(`${this.label} ${Math.floor((done / total) * 100)}% of ${formatBytes(total)}\n`);
  }
}
