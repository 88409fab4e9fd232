import type { ChatMessage } from '#contracts';
import type { PromptContent, PromptCost, PromptSource, PromptTurn } from '../generator.js';
import { controlTokens } from './control-tokens.js';
import type { SegmentTokenizer } from './segment-tokenizer.js';
import { isMarked, markedTexts, shown, type ShownContent } from './shown-content.js';
import { SourceMarks } from './source-marks.js';
import { systemText } from './system-text.js';

/**
 * Builds Phi-3 prompts as token ids (DESIGN section 4): control tokens by id, everything else as plain text, so that a
 * document which spells `<|end|>` stays text. Each source, each earlier turn and the question begin with a mark that the
 * system text names and no document can know, so that one which spells `[2] title` or `Question:` stays text too. No
 * newline follows a control token: the model's own tokenizer strips it.
 */
export class Phi3Prompt {
  readonly #segments: SegmentTokenizer;
  readonly #marks: SourceMarks;

  constructor(segments: SegmentTokenizer, secret?: string) {
    this.#segments = segments;
    this.#marks = new SourceMarks(segments, secret);
  }

  /** The whole prompt, ending where the model's turn begins. */
  build(given: PromptContent): number[] {
    const content = shown(given);
    const mark = isMarked(content) ? this.#segments.continuing(this.#marks.for(markedTexts(content))) : [];
    return [
      ...this.#opening(content, mark),
      ...content.sources.flatMap((source) => this.#source(source, mark)),
      ...content.history.flatMap((turn) => this.#turn(turn, mark)),
      ...this.#closing(content, mark),
    ];
  }

  /** What {@link build} would return, counted: `fixed` and the sums of `sources` and `history` are its exact length. */
  cost(given: PromptContent): PromptCost {
    const content = shown(given);
    // Every mark has as many tokens, whichever it will be.
    const mark = isMarked(content) ? Array<number>(this.#marks.tokens).fill(0) : [];
    return {
      fixed: this.#opening(content, mark).length + this.#closing(content, mark).length,
      sources: content.sources.map((source) => this.#source(source, mark).length),
      history: content.history.map((turn) => this.#turn(turn, mark).length),
    };
  }

  #opening({ grounded, question, chat, task = 'answer' }: ShownContent, mark: number[]): number[] {
    const { beginning, system, end, user } = controlTokens;
    if (!grounded) return chat ? [beginning] : [beginning, user];
    const { before, after } = systemText(task, question);
    const instructions = [...this.#segments.leading(before), ...mark, ...this.#segments.continuing(after)];
    return [beginning, system, ...instructions, end, user];
  }

  #source({ n, title, text }: PromptSource, mark: number[]): number[] {
    return this.#headed(mark, [`[${n}] ${title}\n`, text, '\n\n']);
  }

  #turn({ question, answer }: PromptTurn, mark: number[]): number[] {
    const answered = answer === null ? [] : ['Earlier answer: ', answer, '\n'];
    return this.#headed(mark, ['Earlier question: ', question, '\n', ...answered, '\n']);
  }

  #closing({ grounded, question, chat, task }: ShownContent, mark: number[]): number[] {
    const { end, assistant } = controlTokens;
    if (chat) return [...chat.flatMap((message) => this.#message(message)), assistant];
    const label = task === 'condense' ? 'Last question' : 'Question';
    const asked = grounded ? this.#headed(mark, [`${label}: ${question}`]) : this.#segments.leading(question);
    return [...asked, end, assistant];
  }

  #message({ role, content }: ChatMessage): number[] {
    return [controlTokens[role], ...this.#segments.leading(content), controlTokens.end];
  }

  #headed(mark: number[], segments: string[]): number[] {
    const space = mark.length > 0 ? ' ' : '';
    return [...mark, ...[space, ...segments].flatMap((segment) => this.#segments.continuing(segment))];
  }
}
