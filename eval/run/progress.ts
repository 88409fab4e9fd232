import { Presets, SingleBar } from 'cli-progress';

/** Parts of a whole after which a line is written where there is no terminal to draw a bar in. */
const LINES = 10;

/** Says on standard error how far things are: a bar in a terminal, else a line for each tenth. */
export class Progress {
  private bar: SingleBar | null = null;

  /** @returns what to call with the number done so far. */
  begin(what: string, total: number, done = 0): (done: number) => void {
    this.end();
    if (process.stderr.isTTY) {
      const format = `  ${what} {bar} {value}/{total}  {eta_formatted} left`;
      this.bar = new SingleBar({ format, stream: process.stderr }, Presets.shades_classic);
      this.bar.start(total, done);
      return (now) => this.bar?.update(now);
    }
    let told = Math.floor((done / total) * LINES);
    this.say(`${what}: ${done} of ${total}`);
    return (now) => {
      const tenth = Math.floor((now / total) * LINES);
      if (tenth <= told) return;
      told = tenth;
      this.say(`${what}: ${now} of ${total}`);
    };
  }

  say(line: string): void {
    process.stderr.write(`  ${line}\n`);
  }

  end(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
