import type { BreakerState, EngineStats, LaneCounters } from '#llm';
import type { IndexStatus } from '#retrieval';
import { Counter, Gauge, type Registry } from 'prom-client';

/** What a worker looks like at one moment. */
export interface WorkerReading {
  /** Null without an engine, and while it restarts. */
  engine: EngineStats | null;
  engineCrashes: number;
  /** By collection. */
  indexes: ReadonlyMap<string, IndexStatus>;
  /** By model, of generators that have one. */
  breakers: ReadonlyMap<string, BreakerState>;
}

const MS = 1 / 1000;
/** The engine's own counters, as Prometheus wants them named and scaled. */
const LANE_COUNTERS: [keyof Omit<LaneCounters, 'runs'>, name: string, help: string, scale: number][] = [
  ['steps', 'steps_total', 'Decoding steps', 1],
  ['sequenceSteps', 'sequence_steps_total', 'Sequences that took part, summed over the steps', 1],
  ['readingMs', 'reading_seconds_total', 'Time of steps in which prompts were read', MS],
  ['answeringMs', 'answering_seconds_total', 'Time of steps in which answers were made', MS],
  ['llamaMs', 'llama_seconds_total', 'Time in which llama.cpp computed or sampled', MS],
  ['promptTokens', 'prompt_tokens_total', 'Prompt tokens computed', 1],
  ['reusedTokens', 'reused_tokens_total', 'Prompt tokens that a sequence held already', 1],
  ['completionTokens', 'completion_tokens_total', 'Tokens of answers made', 1],
  ['draftTokens', 'draft_tokens_total', 'Tokens proposed by looking them up in the prompt', 1],
  ['acceptedDraftTokens', 'accepted_draft_tokens_total', 'Proposed tokens that the model took', 1],
];
const BREAKER_STATES: BreakerState[] = ['closed', 'half_open', 'open'];

/** The metrics that are read off the worker rather than counted as things happen. */
export class WorkerGauges {
  private readonly gauges = new Map<string, Gauge>();
  private readonly counters = new Map<string, Counter>();

  constructor(private readonly registry: Registry) {}

  /** Takes over a reading in place of the last one. */
  set({ engine, engineCrashes, indexes, breakers }: WorkerReading): void {
    for (const metric of [...this.gauges.values(), ...this.counters.values()]) metric.reset();
    this.gauge('kotae_worker_resident_bytes', 'Memory of the worker process', {}, process.memoryUsage.rss());
    this.counter('kotae_engine_crashes_total', 'How often the engine process has died', {}, engineCrashes);
    for (const { name: lane, sequences, running, waiting, kvCells, counters } of engine?.lanes ?? []) {
      this.gauge('kotae_engine_sequences', 'Sequences that a lane has', { lane }, sequences);
      this.gauge('kotae_engine_sequences_busy', 'Sequences that answer or read', { lane }, running);
      for (const [priority, runs] of Object.entries(waiting)) {
        this.gauge('kotae_engine_waiting', 'Runs that wait for a sequence', { lane, priority }, runs);
      }
      this.gauge('kotae_engine_kv_cells_used', 'Tokens in the KV cache', { lane }, kvCells.used);
      this.gauge('kotae_engine_kv_cells', 'Tokens that the KV cache can hold', { lane }, kvCells.total);
      for (const [key, name, help, scale] of LANE_COUNTERS) {
        this.counter(`kotae_engine_${name}`, help, { lane }, counters[key] * scale);
      }
      for (const [end, runs] of Object.entries(counters.runs)) {
        this.counter('kotae_engine_runs_total', 'Runs by how they ended', { lane, end }, runs);
      }
    }
    for (const [collection, { passages, memory }] of indexes) {
      this.gauge('kotae_index_passages', 'Passages that can be searched', { collection }, passages);
      this.gauge('kotae_index_bytes', 'Memory of the index', { collection }, memory);
    }
    for (const [model, current] of breakers) {
      for (const state of BREAKER_STATES) {
        const is = state === current ? 1 : 0;
        this.gauge('kotae_breaker_state', 'State of a model server’s circuit breaker', { model, state }, is);
      }
    }
  }

  private gauge(name: string, help: string, labels: Record<string, string>, value: number): void {
    let gauge = this.gauges.get(name);
    if (!gauge) {
      gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
      this.gauges.set(name, gauge);
    }
    gauge.set(labels, value);
  }

  private counter(name: string, help: string, labels: Record<string, string>, value: number): void {
    let counter = this.counters.get(name);
    if (!counter) {
      counter = new Counter({ name, help, labelNames: Object.keys(labels), registers: [this.registry] });
      this.counters.set(name, counter);
    }
    counter.inc(labels, value);
  }
}
