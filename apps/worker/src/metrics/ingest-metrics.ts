import { Counter, type Registry } from 'prom-client';
import { StepClock } from '../documents/step-clock.js';

/** What this worker's time for documents went to. */
export class IngestMetrics {
  private readonly seconds;

  constructor(registry: Registry) {
    this.seconds = new Counter({
      name: 'kotae_ingest_seconds_total',
      help: 'Time of reading documents, by what it went to, summed over those read at a time',
      labelNames: ['effort'],
      registers: [registry],
    });
  }

  /** A clock for one attempt. */
  clock(): StepClock {
    return new StepClock((effort, ms) => this.seconds.inc({ effort }, ms / 1000));
  }
}
