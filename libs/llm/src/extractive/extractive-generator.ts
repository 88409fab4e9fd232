import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { DomainError, type ModelView } from '#contracts';
import { estimateTokens } from '#language';
import type {
  GenerateOptions,
  GenerateRequest,
  Generation,
  Generator,
  GeneratorInfo,
  PromptContent,
  PromptCost,
} from '../generator.js';
import { noModelText, refusalFor } from './fixed-texts.js';
import { selectQuotes } from './select-quotes.js';
import { takeTokens } from './take-tokens.js';

/** Room as a small model's short lane has it, so that packing does the same with and without a model. */
const LANE = { name: 'short', sequences: 64, contextSize: 4096 } as const;

/** Pieces told before other questions get their turn; each turn beside 16 others costs milliseconds. */
const PIECES_AT_A_TIME = 32;

const MODEL: ModelView = {
  id: 'extractive',
  generator: 'extractive',
  lane: null,
  context_size: null,
  note:
    'No language model is installed: answers are the best supporting sentences of the documents, quoted. ' +
    'Install Phi-3 with: npm run models -- pull',
};

/**
 * Answers without a model: quotes the sentences of the sources that fit the question best, each on a line of its own
 * with its marker, or says that the documents hold no answer. Needs no download, takes milliseconds, invents nothing.
 */
export class ExtractiveGenerator implements Generator {
  private readonly closing = new AbortController();

  info(): GeneratorInfo {
    return { model: MODEL, rewrites: false, lanes: [{ ...LANE }], tokenCounts: 'estimated' };
  }

  /** Estimated, as there is no tokenizer: what a Phi-3 prompt would cost. */
  measure({ question, grounded, sources, history = [] }: PromptContent): Promise<PromptCost> {
    return Promise.resolve({
      fixed: estimateTokens(question),
      sources: grounded
        ? sources.map(({ n, title, text }) => estimateTokens(`[${n}] ${title}\n${text}\n\n`))
        : [],
      history: grounded
        ? history.map((turn) => estimateTokens(`${turn.question}\n${turn.answer ?? ''}\n\n`))
        : [],
    });
  }

  /** Estimated, see {@link measure}. */
  countTokens(texts: string[]): Promise<number[]> {
    return Promise.resolve(texts.map(estimateTokens));
  }

  /** @throws DomainError `cancelled` */
  async generate(request: GenerateRequest, options: GenerateOptions): Promise<Generation> {
    const started = performance.now();
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    refuseIfCancelled(signal);
    const { fixed, sources, history } = await this.measure(request);
    const whole = request.grounded ? quoteSources(request) : noModelText(request.question);
    const selected = performance.now();
    const { pieces, complete } = takeTokens(whole, request.maxTokens);
    for (const [index, piece] of pieces.entries()) {
      if (index % PIECES_AT_A_TIME === 0) await yieldToOthers();
      refuseIfCancelled(signal);
      options.onText(piece);
    }
    const text = pieces.join('');
    return {
      text,
      stopReason: complete ? 'end' : 'max_tokens',
      usage: {
        prompt_tokens: [...sources, ...history].reduce((sum, tokens) => sum + tokens, fixed),
        reused_tokens: 0,
        completion_tokens: estimateTokens(text),
      },
      timings: {
        prefillMs: selected - started,
        ttftMs: selected - started,
        decodeMs: performance.now() - selected,
      },
      model: MODEL,
    };
  }

  close(): Promise<void> {
    this.closing.abort();
    return Promise.resolve();
  }
}

function quoteSources({ question, sources, history = [] }: GenerateRequest): string {
  const quotes = selectQuotes(question, sources, history.map((turn) => turn.question).join('\n'));
  if (quotes.length === 0) return refusalFor(question);
  return quotes.map(({ n, text }) => `${text} [${n}]`).join('\n');
}

function refuseIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new DomainError('cancelled', 'The answer was cancelled.');
}
