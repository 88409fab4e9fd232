import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { Subject, Timing } from './subject.js';
import type { LlmRequest } from './workload.js';

const propsSchema = z.object({ total_slots: z.number() });
/** The last event of a completion; those before it lack the timings. */
const eventSchema = z.object({
  content: z.string(),
  stop: z.boolean(),
  tokens_predicted: z.number().optional(),
  tokens_evaluated: z.number().optional(),
});

/** A connection for each request: the server closes one that rests, maybe just as the next request comes. */
const dispatcher = new Agent({ pipelining: 0 });

/** llama.cpp's own server, over its own protocol (`tools/server/README.md`, `POST /completion`). */
export class PeerSubject implements Subject {
  readonly name = 'llama-server';
  readonly #url: string;

  private constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error when no server answers there, or it answers fewer requests at once than are to be made */
  static async connect(url: string, parallel: number): Promise<PeerSubject> {
    const base = url.replace(/\/$/, '');
    const response = await fetch(`${base}/props`).catch((cause: unknown) => {
      throw new Error(`No llama.cpp server answers at ${base}.`, { cause });
    });
    const { total_slots: slots } = propsSchema.parse(await response.json());
    if (slots >= parallel) return new PeerSubject(base);
    throw new Error(`The server at ${base} has ${slots} slots; start it with --parallel ${parallel}.`);
  }

  async ask({ text, maxTokens }: LlmRequest): Promise<Timing> {
    const timing: Timing = {
      askedAt: performance.now(),
      pieces: [],
      endedAt: 0,
      promptTokens: 0,
      completionTokens: 0,
    };
    const response = await fetch(`${this.#url}/completion`, {
      method: 'POST',
      dispatcher,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        prompt: `<|user|>${text}<|end|><|assistant|>`,
        n_predict: maxTokens,
        temperature: 0,
        stream: true,
        cache_prompt: false,
      }),
    });
    if (!response.ok || response.body === null) throw new Error(`The peer answered ${response.status}.`);
    // The server writes every event on one line.
    for await (const line of createInterface({ input: Readable.fromWeb(response.body) })) {
      if (!line.startsWith('data: ')) continue;
      const event = eventSchema.parse(JSON.parse(line.slice('data: '.length)));
      if (event.content !== '') timing.pieces.push(performance.now());
      if (!event.stop) continue;
      timing.promptTokens = event.tokens_evaluated ?? 0;
      timing.completionTokens = event.tokens_predicted ?? 0;
    }
    return { ...timing, endedAt: performance.now() };
  }

  async close(): Promise<void> {}
}
