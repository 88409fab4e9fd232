import { MultiBar, type SingleBar } from 'cli-progress';
import type { CommandContext } from '../command/context.js';
import { oneLine } from '../command/printable.js';

/** How far one file is. */
export interface ProgressLine {
  /** @param total null while it is unknown */
  show(stage: string, done: number, total: number | null): void;
  /** @param problem why it did not work out */
  end(outcome: string, problem?: string): void;
}

/** A moving bar for each file under way on a terminal; elsewhere, and in the end, one plain line for each. */
export class ProgressLines {
  private readonly bars: MultiBar | null;

  constructor(
    private readonly context: CommandContext,
    private readonly silent: boolean,
  ) {
    const { err } = context;
    const format = '{bar} {percentage}% {stage}  {name}';
    this.bars =
      err.isTTY && !silent
        ? new MultiBar({ format, stream: err, hideCursor: true, clearOnComplete: true, barsize: 20 })
        : null;
  }

  begin(sent: string): ProgressLine {
    const name = oneLine(sent);
    const bar = this.bars?.create(1, 0, { name, stage: '' });
    return {
      show: (stage, done, total) => move(bar, stage, done, total),
      end: (outcome, problem) => {
        if (problem !== undefined) this.say(this.context.err, `${name}: ${outcome}. ${oneLine(problem)}`);
        else if (!this.silent) this.say(this.context.out, `${name}: ${outcome}`);
        // Only now: removing a bar draws what is logged, which nothing would do after the last one.
        if (bar) this.bars?.remove(bar);
      },
    };
  }

  stop(): void {
    this.bars?.stop();
  }

  private say(stream: NodeJS.WritableStream & { isTTY?: boolean }, line: string): void {
    // Above the bars that go on moving; what is piped goes where it was sent.
    if (this.bars && stream.isTTY) this.bars.log(`${line}\n`);
    else stream.write(`${line}\n`);
  }
}

function move(bar: SingleBar | undefined, stage: string, done: number, total: number | null): void {
  bar?.setTotal(total && total > 0 ? total : 1);
  bar?.update(total ? done : 0, { stage });
}
