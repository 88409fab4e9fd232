/** What a client that can only append has been sent of an answer that may start over or be corrected at its end. */
export class SentText {
  private sent = '';
  private current = '';

  /** Everything that the client has. */
  get text(): string {
    return this.sent;
  }

  /** Takes a delta, and returns what can be sent: nothing while an answer that starts over repeats what was sent. */
  take({ offset, text }: { offset: number; text: string }): string {
    this.current = this.current.slice(0, offset) + text;
    return this.append(this.current);
  }

  /**
   * What is still to be sent when the answer has come to its end. Null when the client has a text that the final one
   * does not continue.
   */
  finish(answer: string): string | null {
    if (answer.startsWith(this.sent)) return this.append(answer);
    return bare(answer) === bare(this.sent) ? '' : null;
  }

  private append(text: string): string {
    if (!text.startsWith(this.sent)) return '';
    const more = text.slice(this.sent.length);
    this.sent = text;
    return more;
  }
}

/** A text without its markers: those that name no source are taken out at the end. */
function bare(text: string): string {
  return text.replace(/\[\d{1,3}\]|\s/g, '');
}
