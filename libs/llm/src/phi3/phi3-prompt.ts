import type { PromptCost, PromptSource } from '../generator.js';
import { controlTokens } from './control-tokens.js';
import type { SegmentTokenizer } from './segment-tokenizer.js';
import { systemText } from './system-text.js';

/** What a prompt says; `sources` are in prompt order and count only when `grounded`. */
export interface PromptContent {
  question: string;
  grounded: boolean;
  sources: PromptSource[];
}

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
    const sources = content.grounded ? content.sources.flatMap((source) => this.#source(source)) : [];
    return [...this.#opening(content), ...sources, ...this.#closing(content)];
  }

  /** What {@link build} would return, counted: `fixed + sum(sources)` is its exact length. */
  cost(content: PromptContent): PromptCost {
    return {
      fixed: this.#opening(content).length + this.#closing(content).length,
      sources: content.grounded ? content.sources.map((source) => this.#source(source).length) : [],
    };
  }

  #opening({ grounded, question }: PromptContent): number[] {
    const { beginning, system, end, user } = controlTokens;
    if (!grounded) return [beginning, user];
    return [beginning, system, ...this.#segments.leading(systemText(question)), end, user];
  }

  #source({ n, title, text }: PromptSource): number[] {
    const header = `[${n}] ${title.replaceAll(/\s+/g, ' ').trim()}\n`;
    return [header, text, '\n\n'].flatMap((segment) => this.#segments.continuing(segment));
  }

  #closing({ grounded, question }: PromptContent): number[] {
    const { end, assistant } = controlTokens;
    const asked = grounded
      ? this.#segments.continuing(`Question: ${question}`)
      : this.#segments.leading(question);
    return [...asked, end, assistant];
  }
}
