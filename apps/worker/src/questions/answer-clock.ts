import type { Timings } from '#contracts';
import type { Generation } from '#llm';

/** Times one answer, in whole milliseconds: `total` counts from the moment the question was accepted. */
export class AnswerClock {
  private readonly started = performance.now();
  private retrieveMs: number | null = null;
  private readonly queuedMs: number;

  constructor(question: { createdAt: Date }) {
    this.queuedMs = Math.max(0, Date.now() - question.createdAt.getTime());
  }

  /** Searching and packing are over. */
  retrieved(): void {
    this.retrieveMs = Math.round(performance.now() - this.started);
  }

  read(generation: Generation | null): Timings {
    return {
      queued_ms: this.queuedMs,
      retrieve_ms: this.retrieveMs,
      prefill_ms: generation ? Math.round(generation.timings.prefillMs) : null,
      ttft_ms: generation ? Math.round(generation.timings.ttftMs) : null,
      decode_ms: generation ? Math.round(generation.timings.decodeMs) : null,
      total_ms: this.queuedMs + Math.round(performance.now() - this.started),
    };
  }
}
