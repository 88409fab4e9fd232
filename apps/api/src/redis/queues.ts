import {
  answerQueues,
  CATALOGUE_QUEUE,
  EMBED_QUEUE,
  INGEST_QUEUE,
  PULL_QUEUE,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
  type AnswerJob,
  type CatalogueJob,
  type CatalogueJobResult,
  type EmbedJob,
  type EmbedJobResult,
  type IngestJob,
  type PullJob,
  type SearchJob,
  type SearchJobResult,
} from '#contracts';
import { Queue } from 'bullmq';
import type { RedisConnections } from './redis-connections.js';

/** Results of searches and embeddings pass through their queue's event stream, so few of them are kept there. */
const EVENTS_KEPT = 200;

/** The queues that the API adds jobs to, over the one connection that fails fast. */
export class Queues {
  readonly ingest: Queue<IngestJob>;
  readonly search: Queue<SearchJob, SearchJobResult>;
  readonly embed: Queue<EmbedJob, EmbedJobResult>;
  readonly catalogue: Queue<CatalogueJob, CatalogueJobResult>;
  readonly pull: Queue<PullJob>;
  /** By name: one for questions that name no model, and one for each model that a question has named. */
  private readonly answers = new Map<string, Promise<Queue<AnswerJob>>>();

  private constructor(private readonly connections: RedisConnections) {
    const answered = { ...this.options, streams: { events: { maxLen: EVENTS_KEPT } } };
    this.ingest = quiet(new Queue(INGEST_QUEUE, this.options));
    this.search = quiet(new Queue(SEARCH_QUEUE, answered));
    this.embed = quiet(new Queue(EMBED_QUEUE, answered));
    this.catalogue = quiet(new Queue(CATALOGUE_QUEUE, answered));
    this.pull = quiet(new Queue(PULL_QUEUE, this.options));
  }

  /** Waits for each queue once: one whose first commands failed would stay broken for ever. */
  static async open(connections: RedisConnections): Promise<Queues> {
    const queues = new Queues(connections);
    await Promise.all([...queues.fixed.map((queue) => queue.waitUntilReady()), queues.answer(undefined)]);
    return queues;
  }

  /** The queue of questions that name `model`, or that name none. Rejects when Redis is away at its first use. */
  answer(model: string | undefined): Promise<Queue<AnswerJob>> {
    const { shared: name } = answerQueues(model);
    const known = this.answers.get(name);
    if (known) return known;
    const queue = quiet(new Queue<AnswerJob>(name, this.options));
    const opening = queue.waitUntilReady().then(() => queue);
    this.answers.set(name, opening);
    opening.catch(() => {
      this.answers.delete(name);
      queue.close().catch(() => undefined);
    });
    return opening;
  }

  async close(): Promise<void> {
    const answers = await Promise.allSettled(this.answers.values());
    const open = answers.flatMap((opened) => (opened.status === 'fulfilled' ? [opened.value] : []));
    const queues = [...open, ...this.fixed];
    await Promise.allSettled(queues.map((queue) => queue.close()));
  }

  private get fixed(): Pick<Queue, 'waitUntilReady' | 'close'>[] {
    return [this.ingest, this.search, this.embed, this.catalogue, this.pull];
  }

  private get options() {
    return { connection: this.connections.commands, prefix: QUEUE_PREFIX };
  }
}

/** The connection reports its outages itself; a queue without a listener would print every error again. */
function quiet<Q extends Pick<Queue, 'on'>>(queue: Q): Q {
  queue.on('error', () => undefined);
  return queue;
}
