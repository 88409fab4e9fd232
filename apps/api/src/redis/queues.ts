import {
  ANSWER_QUEUE,
  INGEST_QUEUE,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
  type AnswerJob,
  type IngestJob,
  type SearchJob,
  type SearchJobResult,
} from '#contracts';
import { Queue } from 'bullmq';
import type { RedisConnections } from './redis-connections.js';

/** Search results pass through the queue's event stream, so few of them are kept there. */
const SEARCH_EVENTS_KEPT = 200;

/** The queues that the API adds jobs to, over the one connection that fails fast. */
export class Queues {
  readonly answer: Queue<AnswerJob>;
  readonly ingest: Queue<IngestJob>;
  readonly search: Queue<SearchJob, SearchJobResult>;

  private constructor({ commands }: RedisConnections) {
    const options = { connection: commands, prefix: QUEUE_PREFIX };
    this.answer = new Queue(ANSWER_QUEUE, options);
    this.ingest = new Queue(INGEST_QUEUE, options);
    this.search = new Queue(SEARCH_QUEUE, {
      ...options,
      streams: { events: { maxLen: SEARCH_EVENTS_KEPT } },
    });
    // The connection reports its outages itself; a queue without a listener would print every error again.
    for (const queue of this.all) queue.on('error', () => undefined);
  }

  /** Waits for each queue once: one whose first commands failed would stay broken for ever. */
  static async open(connections: RedisConnections): Promise<Queues> {
    const queues = new Queues(connections);
    await Promise.all(queues.all.map((queue) => queue.waitUntilReady()));
    return queues;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.all.map((queue) => queue.close()));
  }

  private get all(): Pick<Queue, 'on' | 'waitUntilReady' | 'close'>[] {
    return [this.answer, this.ingest, this.search];
  }
}
