import type { PromptContent, PromptCost, PromptSource, PromptTurn } from '../generator.js';
import { controlTokens } from './control-tokens.js';
import type { SegmentTokenizer } from './segment-tokenizer.js';
import { systemText } from './system-text.js';

/**
 * Builds Phi-3 prompts as token ids (DESIGN section 4): control tokens by id, everything else as plain text, so that a
 * document which spells `<|end|>` stays text. No newline follows a control token: the model's own tokenizer strips it.
 */
export class Phi3Prompt {
  readonly #segments: SegmentTokenizer;

  constructor(segments: SegmentTokenizer) {
    this.#segments = segments;
  }

  /** The whole prompt, ending where the model's turn begins. */
  build(content: PromptContent): number[] {
    const { sources, history } = shown(content);
    return [
      ...this.#opening(content),
      ...sources.flatMap((source) => this.#source(source)),
      ...history.flatMap((turn) => this.#turn(turn)),
      ...this.#closing(content),
    ];
  }

  /** What {@link build} would return, counted: `fixed` and the sums of `sources` and `history` are its exact length. */
  cost(content: PromptContent): PromptCost {
    const { sources, history } = shown(content);
    return {
      fixed: this.#opening(content).length + this.#closing(content).length,
      sources: sources.map((source) => this.#source(source).length),
      history: history.map((turn) => this.#turn(turn).length),
    };
  }

  #opening({ grounded, question, task = 'answer' }: PromptContent): number[] {
    const { beginning, system, end, user } = controlTokens;
    if (!grounded) return [beginning, user];
    return [beginning, system, ...this.#segments.leading(systemText(task, question)), end, user];
  }

  #source({ n, title, text }: PromptSource): number[] {
    const header = `[${n}] ${title.replaceAll(/\s+/g, ' ').trim()}\n`;
    return [header, text, '\n\n'].flatMap((segment) => this.#segments.continuing(segment));
  }

  #turn({ question, answer }: PromptTurn): number[] {
    const answered = answer === null ? [] : ['Earlier answer: ', answer, '\n'];
    return ['Earlier question: ', question, '\n', ...answered, '\n'].flatMap((segment) =>
      this.#segments.continuing(segment),
    );
  }

  #closing({ grounded, question, task }: PromptContent): number[] {
    const { end, assistant } = controlTokens;
    const label = task === 'condense' ? 'Last question' : 'Question';
    const asked = grounded
      ? this.#segments.continuing(`${label}: ${question}`)
      : this.#segments.leading(question);
    return [...asked, end, assistant];
  }
}

/** What stands between the opening of a prompt and its question. */
function shown({ grounded, sources, history = [] }: PromptContent): {
  sources: PromptSource[];
  history: PromptTurn[];
} {
  return grounded ? { sources, history } : { sources: [], history: [] };
}
