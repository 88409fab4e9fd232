import { EngineHost, type EngineOptions } from '#llm';
import type { Subject, Timing } from './subject.js';
import type { LlmRequest } from './workload.js';

/** Kotae's engine, in its own process as a worker runs it. */
export class EngineSubject implements Subject {
  readonly name = 'kotae';
  readonly #host: EngineHost;

  private constructor(host: EngineHost) {
    this.#host = host;
  }

  /**
   * Prompt lookup is off: the peer has no such thing by default, and random weights copy nothing.
   *
   * @throws DomainError for a model that cannot be loaded, or when there is no memory for so many sequences
   */
  static async start(
    options: Pick<EngineOptions, 'gpu' | 'threads'> & { path: string; sequences: number },
  ): Promise<EngineSubject> {
    const { gpu, threads, path, sequences } = options;
    const model = { path, mode: 'full' as const, sequences, longContext: 0, promptLookup: false };
    const host = await EngineHost.start({ gpu, threads, model });
    const planned = host.info.lanes[0]?.sequences ?? 0;
    if (planned >= sequences) return new EngineSubject(host);
    await host.close();
    throw new Error(`There is memory for ${planned} sequences only; choose --parallel accordingly.`);
  }

  async ask({ text, maxTokens }: LlmRequest): Promise<Timing> {
    const pieces: number[] = [];
    const askedAt = performance.now();
    const made = await this.#host.generate(
      { question: text, grounded: false, sources: [], maxTokens, temperature: 0, priority: 'interactive' },
      { onText: () => pieces.push(performance.now()), signal: new AbortController().signal },
    );
    const { promptTokens, completionTokens } = made;
    return { askedAt, pieces, endedAt: performance.now(), promptTokens, completionTokens };
  }

  /** Steps so far, and the milliseconds of them that llama.cpp did not compute. */
  async steps(): Promise<{ steps: number; outsideMs: number }> {
    const counters = (await this.#host.stats())?.lanes[0]?.counters;
    return { steps: counters?.steps ?? 0, outsideMs: (counters?.stepMs ?? 0) - (counters?.llamaMs ?? 0) };
  }

  close(): Promise<void> {
    return this.#host.close();
  }
}
