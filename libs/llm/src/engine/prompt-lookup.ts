/** Tokens proposed at first. What is copied is copied at length, so success doubles it. */
const FIRST_DRAFT = 4;
const LONGEST_DRAFT = 16;
/** The last so many tokens must have occurred before for what followed them to be proposed: one alone says little. */
const SHORTEST_MATCH = 2;
/** Matches longer than this are as good as each other. */
const LONGEST_MATCH = 8;
/** Refused tokens that a run may have on credit; each accepted one earns one back, up to as many. */
const CREDIT = 24;

/**
 * Proposes what comes next by looking up where the last tokens stood before, in the prompt or the answer: answers that
 * quote their sources copy whole sentences. The model computes the proposal in one batch and takes as much of it as it
 * would have written anyway, so the answer is the same, in fewer steps. A run whose proposals are refused stops
 * proposing, since every refused token was computed for nothing.
 *
 * Source: prompt lookup decoding (Saxena 2023, github.com/apoorvumang/prompt-lookup-decoding).
 */
export class PromptLookup {
  readonly #tokens: Int32Array;
  readonly #isEnd: (token: number) => boolean;
  #length: number;
  #draftLength = FIRST_DRAFT;
  #credit = CREDIT;

  /** `isEnd`: tokens that end an answer; they are never proposed. */
  constructor(prompt: readonly number[], maxTokens: number, isEnd: (token: number) => boolean) {
    this.#tokens = new Int32Array(prompt.length + maxTokens + LONGEST_DRAFT + 1);
    this.#tokens.set(prompt);
    this.#length = prompt.length;
    this.#isEnd = isEnd;
  }

  /** False once too much was refused. */
  get isOn(): boolean {
    return this.#credit > 0;
  }

  /** At most `limit` tokens that may come next; none when the last ones are new. */
  propose(limit: number): number[] {
    const most = Math.min(limit, this.#draftLength);
    if (!this.isOn || most < 1) return [];
    const from = this.#lookUp();
    if (from === -1) return [];
    const draft: number[] = [];
    for (let at = from; at < this.#length && draft.length < most; at++) {
      const token = this.#tokens[at] ?? 0;
      if (this.#isEnd(token)) break;
      draft.push(token);
    }
    return draft;
  }

  /** Takes what the model made of a proposal of `proposed` tokens: the accepted ones, and one of its own. */
  learn(made: readonly number[], proposed: number): void {
    for (const token of made) if (this.#length < this.#tokens.length) this.#tokens[this.#length++] = token;
    if (proposed === 0) return;
    const accepted = made.length - 1;
    this.#credit = Math.min(CREDIT, this.#credit + accepted - (proposed - accepted));
    this.#draftLength =
      accepted === proposed
        ? Math.min(LONGEST_DRAFT, this.#draftLength * 2)
        : Math.max(SHORTEST_MATCH, Math.min(this.#draftLength, accepted * 2));
  }

  /** Where it goes on after the longest earlier occurrence of the last tokens, of equals the latest; -1 without any. */
  #lookUp(): number {
    const tokens = this.#tokens;
    const end = this.#length;
    const last = tokens[end - 1];
    const oneBefore = tokens[end - 2];
    let best = -1;
    let longest = SHORTEST_MATCH - 1;
    for (let at = end - 2; at > 0; at--) {
      if (tokens[at] !== last || tokens[at - 1] !== oneBefore) continue;
      let length = SHORTEST_MATCH;
      while (length < LONGEST_MATCH && at >= length && tokens[at - length] === tokens[end - 1 - length])
        length++;
      if (length > longest) {
        longest = length;
        best = at + 1;
      }
      if (longest === LONGEST_MATCH) break;
    }
    return best;
  }
}
