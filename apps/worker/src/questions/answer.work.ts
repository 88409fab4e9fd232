import { answerJobOptions, answerQueues, DomainError, type ErrorInfo } from '#contracts';
import type {
  ConversationsRepository,
  FinishedAnswer,
  PassagesRepository,
  QuestionAttemptsRepository,
  QuestionEntity,
} from '#database';
import type { Attempt } from '../delivery/attempt.js';
import type { Work } from '../delivery/deliver.js';
import type { AnswerMetrics } from '../metrics/answer-metrics.js';
import type { Generators } from '../models/generators.js';
import type { RedisConnections } from '../redis/connections.js';
import type { Queues } from '../redis/queues.js';
import type { SearchService } from '../search/search.service.js';
import { answerInOrder } from './answer-in-order.js';
import { AnswerStream } from './answer-stream.js';
import type { HeldPrefixes } from './held-prefixes.js';

/** What the work of answering is done with. */
export interface AnswerWorkTools {
  attempts: QuestionAttemptsRepository;
  conversations: ConversationsRepository;
  queues: Queues;
  redis: RedisConnections;
  search: SearchService;
  passages: PassagesRepository;
  generators: Generators;
  /** Told of every answer that is saved. */
  metrics: Pick<AnswerMetrics, 'record'>;
  /** Told what this worker's sequences have just read. */
  held: Pick<HeldPrefixes, 'hold'>;
  /** Parts in which whole documents are read at most. */
  maxParts: number;
}

/** Answering as a kind of {@link Work}: load → answer → save, with the stream kept in step. */
export function answerWork(tools: AnswerWorkTools, options: { alone: boolean }): Work<QuestionEntity> {
  const { attempts } = tools;
  const streamOf = (question: QuestionEntity): AnswerStream =>
    new AnswerStream(tools.redis.commands, question.id, question.epoch);

  const save = async (
    question: QuestionEntity,
    stream: AnswerStream,
    finished: FinishedAnswer,
  ): Promise<void> => {
    const saved = await attempts.finish(question.id, question.epoch, finished);
    if (!saved) return;
    tools.metrics.record(finished);
    await stream.end();
  };

  return {
    async start(id, start) {
      const started = await attempts.start(id, start);
      return started.outcome === 'started' ? { outcome: 'started', row: started.question } : started;
    },

    async run(question: QuestionEntity, attempt: Attempt) {
      const stream = streamOf(question);
      stream.event({ type: 'status', data: { status: 'running', attempt: question.epoch } });
      const { conversations, search, passages, generators, maxParts } = tools;
      if (generators.for(question.options.model).length === 0) throw modelGone(question.options.model);
      const { signal } = attempt;
      const finished = await answerInOrder(question, {
        conversations,
        search,
        passages,
        generators,
        maxParts,
        stream,
        signal,
        exclusive: options.alone,
      });
      if (finished.model?.generator === 'llama' && finished.model.lane !== null) tools.held.hold(question);
      await save(question, stream, finished);
    },

    async fail(question: QuestionEntity, error: ErrorInfo) {
      await save(question, streamOf(question), { ...failed, error });
    },

    handBack: (question, handBack) => attempts.handBack(question.id, question.epoch, handBack),

    async quarantine(id: string) {
      const { quarantine } = answerQueues(await attempts.modelOf(id));
      await tools.queues
        .get(quarantine)
        .add(quarantine, { questionId: id }, { ...answerJobOptions, jobId: id });
    },
  };
}

/** Its queue is not one of this worker's, so another setup must have put it there: the next worker may have it. */
function modelGone(model: string | undefined): DomainError {
  return new DomainError('model_not_found', `This worker does not have the model "${model}".`, {
    retryable: true,
  });
}

const failed: Omit<FinishedAnswer, 'error'> = {
  status: 'failed',
  standaloneQuestion: null,
  answer: null,
  citations: [],
  sources: [],
  stopReason: null,
  usage: null,
  timings: null,
  model: null,
};
