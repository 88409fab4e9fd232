import {
  ANSWER_QUEUE,
  ANSWER_STREAM_TTL,
  answerStreamKey,
  answerWakeChannel,
  documentWakeChannel,
  encodeStreamEntry,
  INGEST_QUEUE,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
  workerStatusKey,
  type ErrorInfo,
  type GeneratorStatus,
  type SearchJob,
  type SearchView,
  type StreamedEvent,
  type WorkerStatus,
} from '#contracts';
import {
  dataSourceOptions,
  IngestAttemptsRepository,
  QuestionAttemptsRepository,
  type QuestionEntity,
} from '#database';
import { Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { storeDocument } from '../../../support/store-document.js';
import { until } from '../../../support/until.js';

const extractive: GeneratorStatus = {
  id: 'extractive',
  generator: 'extractive',
  lane: null,
  context_size: null,
  note: 'No model is installed.',
  lanes: [{ name: 'short', sequences: 2, contextSize: 4096 }],
};

/**
 * Stands in for the worker, which is on the other side of the API's edge: real queues, real rows, a real stream, but
 * the spec decides what happens when.
 */
export class StandInWorker {
  /** Jobs that arrived, in order. */
  readonly answerJobs: { id: string; priority: number }[] = [];
  readonly ingestJobs: string[] = [];
  readonly searches: SearchJob[] = [];
  /** What a search finds. */
  search: (job: SearchJob) => Promise<SearchView> = () => Promise.resolve({ results: [], retrievers: [] });
  readonly attempts: QuestionAttemptsRepository;
  readonly ingests: IngestAttemptsRepository;
  private readonly queues: Worker[];

  private constructor(
    private readonly db: DataSource,
    private readonly redis: Redis,
    redisUrl: string,
  ) {
    this.attempts = new QuestionAttemptsRepository(db);
    this.ingests = new IngestAttemptsRepository(db);
    const connection = { url: redisUrl, maxRetriesPerRequest: null };
    const options = { connection, prefix: QUEUE_PREFIX, concurrency: 10, runRetryDelay: 200 };
    this.queues = [
      new Worker(
        ANSWER_QUEUE,
        async (job) => void this.answerJobs.push({ id: job.data.questionId, priority: job.priority }),
        options,
      ),
      new Worker(INGEST_QUEUE, async (job) => void this.ingestJobs.push(job.data.versionId), options),
      new Worker(SEARCH_QUEUE, (job) => (this.searches.push(job.data), this.search(job.data)), options),
    ];
    for (const queue of this.queues) queue.on('error', () => undefined);
  }

  static async start(databaseUrl: string, redisUrl: string): Promise<StandInWorker> {
    const db = await new DataSource(dataSourceOptions(databaseUrl, 'stand-in-worker')).initialize();
    const redis = new Redis(redisUrl);
    redis.on('error', () => undefined);
    const worker = new StandInWorker(db, redis, redisUrl);
    await worker.report();
    return worker;
  }

  /** Says that a worker is alive. */
  async report(change: Partial<WorkerStatus> = {}): Promise<void> {
    const generator = change.generator ?? extractive;
    const status: WorkerStatus = {
      id: 'w1',
      roles: ['answer', 'ingest'],
      generator,
      generators: [generator],
      embedder: { id: 'hashed-ngrams-512', dimensions: 512 },
      embedders: [{ id: 'hashed-ngrams-512', dimensions: 512 }],
      retrievers: ['lexical', 'vector'],
      started_at: new Date().toISOString(),
      rss: 1,
      ...change,
    };
    await this.redis.set(workerStatusKey(status.id), JSON.stringify(status), 'EX', 600);
  }

  async hide(id = 'w1'): Promise<void> {
    await this.redis.del(workerStatusKey(id));
  }

  /** Waits for a question's job and begins its first attempt. */
  async begin(id: string): Promise<QuestionEntity> {
    await until(`the job of question ${id}`, () => this.answerJobs.some((job) => job.id === id));
    return this.restart(id);
  }

  /** Begins an attempt, whoever had the one before. */
  async restart(id: string): Promise<QuestionEntity> {
    const start = await this.attempts.start(id, { alone: true });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    return start.question;
  }

  /** Writes an event into the answer's stream. Returns its id. */
  async stream({ id, epoch }: Pick<QuestionEntity, 'id' | 'epoch'>, event: StreamedEvent): Promise<string> {
    const key = answerStreamKey(id);
    const written = await this.redis
      .multi()
      .xadd(key, '*', ...encodeStreamEntry({ epoch, run: 0, event }))
      .expire(key, ANSWER_STREAM_TTL)
      .publish(answerWakeChannel(id), '')
      .exec();
    return String(written?.[0]?.[1]);
  }

  say(question: Pick<QuestionEntity, 'id' | 'epoch'>, offset: number, text: string): Promise<string> {
    return this.stream(question, { type: 'delta', data: { offset, text } });
  }

  /** Ends the question's row, and nothing else. */
  async save(question: QuestionEntity, answer: string | null, error: ErrorInfo | null = null): Promise<void> {
    await this.attempts.finish(question.id, question.epoch, {
      status: error ? 'failed' : 'answered',
      standaloneQuestion: null,
      answer,
      citations: [],
      sources: [],
      stopReason: error ? null : 'end',
      usage: null,
      timings: null,
      model: { id: 'stand-in', generator: 'extractive', lane: null, context_size: null },
      error,
    });
  }

  /** Answers a question from its job to its end, as a worker would. */
  async answer(id: string, answer: string): Promise<QuestionEntity> {
    const question = await this.begin(id);
    await this.stream(question, { type: 'status', data: { status: 'running', attempt: question.epoch } });
    await this.say(question, 0, answer);
    await this.save(question, answer);
    await this.stream(question, { type: 'final' });
    return question;
  }

  /** Ingests a version whose text is given, as a worker would. */
  async ingest(versionId: string, text: string, unreadPictures?: number): Promise<void> {
    await until(`the job of version ${versionId}`, () => this.ingestJobs.includes(versionId));
    const start = await this.ingests.start(versionId, { alone: false });
    if (start.outcome !== 'started') throw new Error(start.outcome);
    const { epoch, documentId } = start.version;
    await this.ingests.progress(versionId, epoch, { stage: 'parse', done: 1, total: null, unit: 'pages' });
    this.wake(documentId);
    await storeDocument(this.db, start.version, {
      text: {
        mediaType: 'text/markdown',
        title: null,
        text,
        pages: [],
        headings: [],
        ...(unreadPictures !== undefined && { unreadPictures }),
      },
    });
    await this.ingests.publish(versionId, epoch);
    this.wake(documentId);
  }

  /** The version of a document that was uploaded last. */
  async newestVersion(documentId: string): Promise<string> {
    const found: { id: string }[] = await this.db.query(
      'select id from document_versions where document_id = $1 order by version desc limit 1',
      [documentId],
    );
    return found[0]!.id;
  }

  /** Ends a version as failed. */
  async failIngest(versionId: string, error: ErrorInfo): Promise<void> {
    await until(`the job of version ${versionId}`, () => this.ingestJobs.includes(versionId));
    await this.ingests.fail(versionId, null, error);
  }

  wake(documentId: string): void {
    void this.redis.publish(documentWakeChannel(documentId), '');
  }

  async stop(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close(true)));
    this.redis.disconnect();
    await this.db.destroy();
  }
}
