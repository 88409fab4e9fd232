import {
  ANSWER_QUARANTINE_QUEUE,
  ANSWER_QUEUE,
  answerJobOptions,
  answerJobSchema,
  fairPriority,
} from '#contracts';
import type { QuestionAttemptsRepository, QuestionsRepository } from '#database';
import type { Generator } from '#llm';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { deliver } from '../delivery/deliver.js';
import { startJobWorker } from '../delivery/job-worker.js';
import type { Reconcilable } from '../delivery/reconciler.js';
import type { RunningAttempts } from '../delivery/running-attempts.js';
import type { Queues } from '../redis/queues.js';
import type { AnswerWorkTools } from './answer.work.js';
import { answerWork } from './answer.work.js';

/** What takes questions from their queues. */
export interface AnswerProcessorTools extends Omit<AnswerWorkTools, 'quarantineQueue'> {
  config: WorkerConfig;
  queues: Queues;
  running: RunningAttempts;
  attempts: QuestionAttemptsRepository;
  questions: QuestionsRepository;
}

/** Starts taking questions: many at a time from the shared queue, one at a time from quarantine. */
export function startAnswering(tools: AnswerProcessorTools): Worker[] {
  const { config, queues, running, attempts } = tools;
  const quarantineQueue = queues.get(ANSWER_QUARANTINE_QUEUE);
  const start = (queue: string, concurrency: number, alone: boolean): Worker => {
    const work = answerWork({ ...tools, quarantineQueue }, { alone });
    return startJobWorker({
      queue,
      schema: answerJobSchema,
      concurrency,
      connection: queues.workerConnection,
      lockMs: config.KOTAE_LOCK_MS,
      stalledMs: config.KOTAE_STALLED_MS,
      handle: ({ questionId }, job, token, lockLost) =>
        deliver(work, job, {
          id: questionId,
          alone,
          token,
          attempt: ({ id, epoch }) => running.open(id, lockLost, () => attempts.owns(id, epoch)),
        }),
    });
  };
  return [
    start(ANSWER_QUEUE, concurrencyOf(tools.generator), false),
    start(ANSWER_QUARANTINE_QUEUE, 1, true),
  ];
}

/** As many questions as the generator has slots, and one more to hide the latency of fetching the next. */
function concurrencyOf(generator: Generator): number {
  return generator.info().lanes.reduce((sum, lane) => sum + lane.sequences, 0) + 1;
}

/** Keeps open questions and their jobs in step. */
export function reconcilableQuestions({
  queues,
  attempts,
  questions,
}: Pick<AnswerProcessorTools, 'queues' | 'attempts' | 'questions'>): Reconcilable {
  const shared = queues.get(ANSWER_QUEUE);
  const quarantine = queues.get(ANSWER_QUARANTINE_QUEUE);
  return {
    queues: [shared, quarantine],
    takeUndispatched: async (olderThanMs, limit) => {
      const open = await attempts.takeUndispatched(olderThanMs / 1000, limit);
      return open.map(({ id, status, dispatches }) => ({ id, begun: status === 'running', dispatches }));
    },
    isOpen: (id) => attempts.isOpen(id),
    async dispatch({ id, begun }) {
      const data = { questionId: id };
      if (begun) {
        await quarantine.add(ANSWER_QUARANTINE_QUEUE, data, { ...answerJobOptions, jobId: id });
      } else {
        // It has waited long enough: it goes before everybody's second question.
        const priority = fairPriority(1, 'interactive');
        await shared.add(ANSWER_QUEUE, data, { ...answerJobOptions, jobId: id, priority });
      }
      await questions.markDispatched(id);
    },
    fail: ({ id }, error) => attempts.fail(id, error),
  };
}
