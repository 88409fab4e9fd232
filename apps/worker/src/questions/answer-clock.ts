import type { Timings } from '#contracts';
import type { Generation } from '#llm';

/** Times one answer, in whole milliseconds: `total` counts from the moment the question was accepted. */
export class AnswerClock {
  private readonly started = performance.now();
  private condenseMs: number | null = null;
  private retrieveMs: number | null = null;
  private readMs: number | null = null;
  private readonly queuedMs: number;

  constructor(question: { createdAt: Date }) {
    this.queuedMs = Math.max(0, Date.now() - question.createdAt.getTime());
  }

  /** The model has written the question out. */
  condensed(): void {
    this.condenseMs = Math.round(performance.now() - this.started);
  }

  /** Searching and packing are over. */
  retrieved(): void {
    this.retrieveMs = Math.round(performance.now() - this.started) - (this.condenseMs ?? 0);
  }

  /** Documents have been read in parts since {@link retrieved}. */
  partsRead(): void {
    const before = (this.condenseMs ?? 0) + (this.retrieveMs ?? 0);
    this.readMs = Math.round(performance.now() - this.started) - before;
  }

  read(generation: Generation | null): Timings {
    return {
      queued_ms: this.queuedMs,
      condense_ms: this.condenseMs,
      retrieve_ms: this.retrieveMs,
      read_ms: this.readMs,
      prefill_ms: generation ? Math.round(generation.timings.prefillMs) : null,
      ttft_ms: generation ? Math.round(generation.timings.ttftMs) : null,
      decode_ms: generation ? Math.round(generation.timings.decodeMs) : null,
      total_ms: this.queuedMs + Math.round(performance.now() - this.started),
    };
  }
}
