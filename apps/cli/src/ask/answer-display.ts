import type { AnswerState, Question } from '#client';
import type { CommandContext } from '../command/context.js';
import { printable } from '../command/printable.js';

/**
 * An answer on a terminal, word by word, with a line that says what is going on until the first word. Anything else
 * gets the finished answer alone, which is the authoritative one.
 */
export class AnswerDisplay {
  private printed = '';
  private noted = false;
  private readonly live: boolean;

  constructor(
    private readonly context: CommandContext,
    { silent }: { silent: boolean },
  ) {
    this.live = !silent && (context.out as { isTTY?: boolean }).isTTY === true;
  }

  show({ status, progress, answer, question }: AnswerState): void {
    if (question) return;
    if (progress) this.note(`reading part ${progress.done} of ${progress.total} …`);
    else if (answer === '') this.note(status === 'queued' ? 'waiting …' : 'searching …');
    else if (this.live) this.print(answer);
  }

  /** Something that passes, on the line below the answer; terminals only. */
  note(text: string): void {
    if (this.context.err.isTTY !== true || this.printed !== '') return;
    this.context.err.write(`\r\u001B[K${text}`);
    this.noted = true;
  }

  /** Clears the line for notes, and begins a new one after what was printed. */
  end(): void {
    if (this.noted) this.context.err.write('\r\u001B[K');
    this.noted = false;
    if (this.printed !== '') this.context.out.write('\n');
    this.printed = '';
  }

  /** Prints the answer as it was saved, or what of it is missing. */
  finish({ answer }: Question): void {
    const whole = printable(answer ?? '');
    if (this.printed !== '' && whole.startsWith(this.printed)) this.print(whole);
    const known = this.printed === whole;
    this.end();
    if (!known && whole !== '') this.context.out.write(`${whole}\n`);
  }

  private print(answer: string): void {
    const text = printable(answer);
    if (!text.startsWith(this.printed)) {
      // Another worker had to start over and says something else; what stands on a terminal cannot be taken back.
      this.end();
      this.context.err.write('(the answer starts over)\n');
    }
    if (this.noted) this.context.err.write('\r\u001B[K');
    this.noted = false;
    this.context.out.write(text.slice(this.printed.length));
    this.printed = text;
  }
}
