import {
  answerJobOptions,
  answerJobSchema,
  answerQueues,
  fairPriority,
  type AnswerOptions,
} from '#contracts';
import type { QuestionsRepository } from '#database';
import type { Worker } from 'bullmq';
import type { WorkerConfig } from '../config.js';
import { deliver } from '../delivery/deliver.js';
import { startJobWorker } from '../delivery/job-worker.js';
import { Places } from '../delivery/places.js';
import type { OpenRow, Reconcilable } from '../delivery/reconciler.js';
import type { RunningAttempts } from '../delivery/running-attempts.js';
import type { Generators } from '../models/generators.js';
import type { AnswerWorkTools } from './answer.work.js';
import { answerWork } from './answer.work.js';
import { HeldPrefixes } from './held-prefixes.js';
import { OfferedQuestions } from './offered-questions.js';

/** What takes questions from their queues. */
export interface AnswerProcessorTools extends Omit<AnswerWorkTools, 'held'> {
  config: WorkerConfig;
  workerId: string;
  running: RunningAttempts;
}

/**
 * Starts taking questions, those that name no model and those that name one of this worker's: many at a time from the
 * shared queues, one at a time from quarantine, and those that it is offered before others.
 */
export function startAnswering(tools: AnswerProcessorTools): Pick<Worker, 'close'>[] {
  const { config, workerId, redis, queues, running, attempts, generators } = tools;
  const slots = slotsOf(generators);
  // One more, to hide the latency of fetching the next.
  const places = new Places(slots + 1);
  const held = new HeldPrefixes(redis, workerId, generators);
  const workOf = (alone: boolean) => answerWork({ ...tools, held }, { alone });
  const start = (queue: string, concurrency: number | Places, alone: boolean): Worker => {
    const work = workOf(alone);
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
  const workers = [undefined, ...generators.ids].flatMap((model) => {
    const { shared, quarantine } = answerQueues(model);
    return [start(shared, places, false), start(quarantine, 1, true)];
  });
  const reconcileAfterMs = config.KOTAE_RECONCILE_AFTER_MS;
  const work = workOf(false);
  const offers = new OfferedQuestions({
    workerId,
    redis,
    queues,
    attempts,
    running,
    places,
    work,
    reconcileAfterMs,
  });
  offers.start();
  return [held, offers, ...workers];
}

/** Questions that the first generator answers at a time. */
function slotsOf(generators: Generators): number {
  return generators.first.info().lanes.reduce((sum, lane) => sum + lane.sequences, 0);
}
/** An open question as the reconciler sees it. */
interface OpenQuestionRow extends OpenRow {
  options: AnswerOptions;
}

/** Keeps open questions and their jobs in step. */
export function reconcilableQuestions({
  queues,
  attempts,
  questions,
}: Pick<AnswerProcessorTools, 'queues' | 'attempts'> & {
  questions: QuestionsRepository;
}): Reconcilable<OpenQuestionRow> {
  return {
    queuesOf: ({ options }) => Object.values(answerQueues(options.model)).map((name) => queues.get(name)),
    takeUndispatched: async (olderThanMs, limit) => {
      const open = await attempts.takeUndispatched(olderThanMs / 1000, limit);
      return open.map(({ status, ...row }) => ({ ...row, begun: status === 'running' }));
    },
    isOpen: (id) => attempts.isOpen(id),
    async dispatch({ id, begun, options }) {
      const data = { questionId: id };
      const { shared, quarantine } = answerQueues(options.model);
      if (begun) {
        await queues.get(quarantine).add(quarantine, data, { ...answerJobOptions, jobId: id });
      } else {
        // It has waited long enough: it goes before everybody's second question.
        const priority = fairPriority(1, 'interactive');
        await queues.get(shared).add(shared, data, { ...answerJobOptions, jobId: id, priority });
      }
      await questions.markDispatched(id);
    },
    fail: ({ id }, error) => attempts.fail(id, error),
  };
}
