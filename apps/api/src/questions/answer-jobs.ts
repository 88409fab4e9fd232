import {
  ANSWER_QUEUE,
  ANSWER_STREAM_TTL,
  answerJobOptions,
  answerStreamKey,
  answerWakeChannel,
  CANCEL_CHANNEL,
  encodeStreamEntry,
  fairPriority,
  offerChannel,
  type Offer,
} from '#contracts';
import { QuestionsRepository, type QuestionEntity } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { InBackground } from '../redis/in-background.js';
import { Queues } from '../redis/queues.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { PreferredWorker } from './preferred-worker.js';

/** What Redis is told about a question. All of it is best effort: the row alone decides, and the reconciler repairs. */
@Injectable()
export class AnswerJobs {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly queues: Queues,
    private readonly redis: RedisConnections,
    private readonly background: InBackground,
    private readonly preferred: PreferredWorker,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * Puts a new question into the queue, behind the `open` ones of its owner and beside everybody else's. When a worker
   * holds the beginning of its prompt, it waits for that one a moment before it is everybody's.
   */
  dispatch(question: QuestionEntity, open: number): void {
    const { id, options } = question;
    const priority = fairPriority(open, options.priority);
    this.background.run(`queueing question ${id}`, async () => {
      const queue = await this.queues.answer(options.model);
      const { preference } = this.config.timings;
      const holder = preference === 0 ? null : await this.preferred.of(question).catch(() => null);
      const delay = holder === null ? {} : { delay: preference };
      await queue.add(
        ANSWER_QUEUE,
        { questionId: id },
        { ...answerJobOptions, jobId: id, priority, ...delay },
      );
      if (holder !== null) this.offer(holder, { questionId: id, queue: queue.name });
      await this.questions.markDispatched(id);
    });
  }

  /** Takes a cancelled question from the queue or its worker, and tells everybody who watches it. */
  withdraw({ id, epoch, options }: QuestionEntity): void {
    this.redis.publish(CANCEL_CHANNEL, id);
    this.background.run(`withdrawing question ${id}`, async () => {
      const key = answerStreamKey(id);
      await this.redis.commands
        .multi()
        .xadd(key, '*', ...encodeStreamEntry({ epoch, run: 0, event: { type: 'final' } }))
        .expire(key, ANSWER_STREAM_TTL)
        .publish(answerWakeChannel(id), '')
        .exec();
      const queue = await this.queues.answer(options.model);
      await queue.remove(id);
    });
  }

  private offer(workerId: string, offer: Offer): void {
    this.redis.publish(offerChannel(workerId), JSON.stringify(offer));
  }
}
