import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { estimateTokens } from '#language';
import type { ModelServer } from './model-server.js';
import type { ServerFacts } from './server-facts.js';

/** Passages and questions whose counts are kept; a few MB. */
const KEPT = 20_000;

/**
 * What an estimate is raised by. The estimate is fitted to Phi-3's tokenizer and within 20 % for nine texts of ten; most
 * later tokenizers take fewer tokens.
 */
const SAFETY = 1.25;

/** vLLM says how many, llama.cpp's server which. */
const counted = z.looseObject({
  count: z.number().int().nonnegative().optional(),
  tokens: z.array(z.unknown()).optional(),
});

/** Counts tokens with the server's own tokenizer where it lends it, else by an estimate that is rather too high. */
export class TokenCounter {
  readonly #server: ModelServer;
  readonly #model: string;
  readonly #known = new LRUCache<string, number>({ max: KEPT });

  constructor(server: ModelServer, model: string) {
    this.#server = server;
    this.#model = model;
  }

  /** Of each text, as `tokenizes` says. A server that fails meanwhile is stood in for by the estimate. */
  count(texts: string[], tokenizes: ServerFacts['tokenizes']): Promise<number[]> {
    if (tokenizes === null) return Promise.resolve(texts.map(conservative));
    return Promise.all(
      texts.map(async (text) => {
        const known = this.#known.get(text);
        if (known !== undefined) return known;
        const count = await this.#ask(text, tokenizes);
        if (count === null) return conservative(text);
        this.#known.set(text, count);
        return count;
      }),
    );
  }

  async #ask(text: string, tokenizes: 'llama.cpp' | 'vllm'): Promise<number | null> {
    const body =
      tokenizes === 'vllm'
        ? { model: this.#model, prompt: text, add_special_tokens: false }
        : { content: text, add_special: false };
    const reply = counted.safeParse(await this.#server.ask('/tokenize', body).catch(() => null)).data;
    return reply?.count ?? reply?.tokens?.length ?? null;
  }
}

function conservative(text: string): number {
  return Math.ceil(estimateTokens(text) * SAFETY);
}
