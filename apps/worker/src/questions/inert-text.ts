/** Controls, zero-width and tag characters, and those that turn the direction of writing; not what joins an emoji. */
const UNSEEN = /(?!\u200C|\u200D|\uFE0E|\uFE0F)\p{Default_Ignorable_Code_Point}|(?![\t\n])\p{Cc}/gu;
/** What only the next character makes active or not, and half a character. */
const UNDECIDED = /(?:!+|\]|<)?[\uD800-\uDBFF]?$/;
/** What may stand before a link's definition: list and quotation marks. */
const LINE_START = /^[\s>*+\-\d.)]*$/;
/** Of the beginning of the current line, in UTF-16 code units. */
const REMEMBERED = 64;

/**
 * Makes an answer's text inert as it is streamed. A model may repeat what documents tell it to, so that whoever
 * renders answers as Markdown or HTML would load a picture, and thereby send what its address says to whoever wrote the
 * document. Links, pictures and tags lose their syntax and keep their words: `![x](url)` becomes `[x] (url)`, `<img`
 * becomes `< img`, `[1]: url` becomes `[1] : url`. Characters that nobody sees vanish.
 *
 * The same text gives the same result in whatever pieces it comes, and an inert text stays as it is.
 */
export class InertText {
  private held = '';
  private line = '';
  /** The last `[` stood where a definition may begin. */
  private mayDefine = false;

  /** What can be shown now; the rest waits for the next piece. */
  push(piece: string): string {
    const text = (this.held + piece).replaceAll(UNSEEN, '');
    this.held = UNDECIDED.exec(text)?.[0] ?? '';
    return this.defuse(text, text.length - this.held.length);
  }

  /** What is still held, at the end of the answer. */
  end(): string {
    const rest = this.held;
    this.held = '';
    return this.defuse(rest, rest.length);
  }

  /** The first `length` code units, in the light of those after them. */
  private defuse(text: string, length: number): string {
    let out = '';
    for (let at = 0; at < length; at++) {
      const character = text.charAt(at);
      const next = text.charAt(at + 1);
      const isPicture = character === '!' && /^!*\[/.test(text.slice(at + 1));
      if (isPicture) continue;
      if (character === '[') this.mayDefine = LINE_START.test(this.line);
      const breaks =
        character === ']' ? next === '(' || (next === ':' && this.mayDefine) : opensTag(character, next);
      out += breaks ? `${character} ` : character;
      this.line = character === '\n' ? '' : (this.line + character).slice(0, REMEMBERED);
    }
    return out;
  }
}

/** A whole text, see {@link InertText}. */
export function inert(text: string): string {
  const stream = new InertText();
  return stream.push(text) + stream.end();
}

function opensTag(character: string, next: string): boolean {
  return character === '<' && /[A-Za-z/!?]/.test(next);
}
