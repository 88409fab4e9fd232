import type { FinishedAnswer } from '#database';
import { Counter, Histogram, type Registry } from 'prom-client';

/** Seconds: from a cached extractive answer to a long prompt on a CPU. */
const BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320];

/** What this worker's answers were like. */
export class AnswerMetrics {
  private readonly answers;
  private readonly fallbacks;
  private readonly tokens;
  private readonly queued;
  private readonly firstToken;
  private readonly total;

  constructor(registry: Registry) {
    const registers = [registry];
    this.answers = new Counter({
      name: 'kotae_answers_total',
      help: 'Questions that this worker has brought to their end',
      labelNames: ['status', 'model'],
      registers,
    });
    this.fallbacks = new Counter({
      name: 'kotae_fallbacks_total',
      help: 'Answers by a generator that stood in for another',
      labelNames: ['from', 'reason'],
      registers,
    });
    this.tokens = new Counter({
      name: 'kotae_answer_tokens_total',
      help: 'Tokens of answered questions: prompt, of which reused, and completion',
      labelNames: ['kind'],
      registers,
    });
    const histogram = (name: string, help: string) =>
      new Histogram({ name, help, buckets: BUCKETS, registers });
    this.queued = histogram('kotae_answer_queue_seconds', 'From accepting a question to its start');
    this.firstToken = histogram('kotae_answer_ttft_seconds', 'From asking the model to its first token');
    this.total = histogram('kotae_answer_seconds', 'From accepting a question to its end');
  }

  /** Counts an answer that has been saved. */
  record({ status, model, usage, timings }: FinishedAnswer): void {
    this.answers.inc({ status, model: model?.id ?? 'none' });
    if (model?.fallback) this.fallbacks.inc({ ...model.fallback });
    if (usage) {
      this.tokens.inc({ kind: 'prompt' }, usage.prompt_tokens);
      this.tokens.inc({ kind: 'reused' }, usage.reused_tokens);
      this.tokens.inc({ kind: 'completion' }, usage.completion_tokens);
    }
    const observed = [
      [this.queued, timings?.queued_ms],
      [this.firstToken, timings?.ttft_ms],
      [this.total, timings?.total_ms],
    ] as const;
    for (const [histogram, ms] of observed) if (ms != null) histogram.observe(ms / 1000);
  }
}
