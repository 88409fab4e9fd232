import { Logger } from '@nestjs/common';
import { answerJobOptions, fairPriority, offerChannel, offerSchema, type Offer } from '#contracts';
import type { QuestionAttemptsRepository, QuestionEntity } from '#database';
import { WaitingError, type Queue } from 'bullmq';
import { deliver, type Work } from '../delivery/deliver.js';
import type { Places } from '../delivery/places.js';
import type { RunningAttempts } from '../delivery/running-attempts.js';
import type { RedisConnections } from '../redis/connections.js';
import type { Queues } from '../redis/queues.js';

/** What takes offered questions. */
export interface OfferTools {
  workerId: string;
  redis: RedisConnections;
  queues: Queues;
  attempts: QuestionAttemptsRepository;
  running: RunningAttempts;
  places: Places;
  work: Work<QuestionEntity>;
  /** Age at which the reconciler looks for the job of an open row. */
  reconcileAfterMs: number;
}

/**
 * Takes questions that this worker is offered before others, because it holds the beginning of their prompts. Such a
 * question waits, delayed, in its ordinary queue: whoever removes it from there has it, so it is never in two places,
 * and when nobody does it is everybody's a moment later. Without a place to spare it is given to the others at once.
 *
 * While it runs here it has no job. Its row is kept fresh instead, so that a reconciler takes it up when this worker
 * dies, as it does with every row whose job was lost.
 */
export class OfferedQuestions {
  private readonly log = new Logger('offers');
  private readonly taken = new Set<Promise<void>>();
  private readonly channel: string;
  private closing = false;

  constructor(private readonly tools: OfferTools) {
    this.channel = offerChannel(tools.workerId);
  }

  start(): void {
    const { subscriber } = this.tools.redis;
    subscriber.on('message', (channel: string, message: string) => {
      if (channel === this.channel && !this.closing) this.receive(message);
    });
    subscriber.subscribe(this.channel).catch(() => undefined);
  }

  /** Takes nothing more, and waits for what runs; RunningAttempts ends it early. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.taken.size > 0) await Promise.all(this.taken);
  }

  private receive(message: string): void {
    const offer = offerSchema.safeParse(parse(message)).data;
    if (!offer) return;
    const taking = this.take(offer).catch((error: unknown) =>
      this.log.warn(`question ${offer.questionId} is left to the others: ${String(error)}`),
    );
    this.taken.add(taking);
    void taking.then(() => this.taken.delete(taking));
  }

  private async take({ questionId, queue: name }: Offer): Promise<void> {
    const { places, queues } = this.tools;
    const queue = queues.get(name);
    const giveBack = places.take();
    if (!giveBack) {
      await (await queue.getJob(questionId))?.promote();
      return;
    }
    try {
      if ((await queue.remove(questionId)) === 1) await this.answer(questionId, queue);
    } finally {
      giveBack();
    }
  }

  private async answer(id: string, queue: Queue): Promise<void> {
    const { work, running, attempts, reconcileAfterMs } = this.tools;
    const giveToOthers = (): Promise<unknown> =>
      queue.add(
        queue.name,
        { questionId: id },
        {
          ...answerJobOptions,
          jobId: id,
          // It was next in line.
          priority: fairPriority(1, 'interactive'),
        },
      );
    const job = { attemptsMade: 0, moveToWait: () => giveToOthers().then(() => 0) };
    const attempt = (row: QuestionEntity) => {
      const opened = running.open(row.id, undefined, () => attempts.owns(row.id, row.epoch));
      const timer = setInterval(
        () => void attempts.keepFresh(row.id, row.epoch).catch(() => undefined),
        reconcileAfterMs / 4,
      );
      opened.atEnd(() => clearInterval(timer));
      return opened;
    };
    try {
      await deliver(work, job, { id, alone: false, attempt });
    } catch (error) {
      if (error instanceof WaitingError) return;
      // The row is handed back, or final, in which case the job finds nothing to do.
      this.log.warn(`question ${id}: ${String(error)}`);
      await giveToOthers();
    }
  }
}

function parse(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return null;
  }
}
