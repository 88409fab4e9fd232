import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CANCEL_CHANNEL } from '#contracts';
import {
  CollectionsRepository,
  ConversationsRepository,
  DocumentsRepository,
  ExtractionsRepository,
  IndexLogRepository,
  IngestAttemptsRepository,
  openOriginals,
  EmbedderChangesRepository,
  PassageEmbeddingsRepository,
  PassagesRepository,
  QuestionAttemptsRepository,
  QuestionsRepository,
} from '#database';
import { lookForToolsIn } from '#documents';
import type { Worker as JobWorker } from 'bullmq';
import type { DataSource } from 'typeorm';
import { parseLimits, type WorkerConfig } from './config.js';
import { Reconciler } from './delivery/reconciler.js';
import { RunningAttempts } from './delivery/running-attempts.js';
import { reconcilableVersions, startIngesting } from './documents/ingest-processor.js';
import { EmbedderChanger } from './embedders/embedder-changer.js';
import { sayWhatCouldChange } from './embedders/say-what-could-change.js';
import { startEmbedding } from './embeddings/embed-processor.js';
import { startCatalogue } from './catalogue/catalogue-processor.js';
import { startPulling } from './catalogue/pull-processor.js';
import type { IndexHome } from './indexes/index-home.js';
import { MemoryLimit } from './indexes/memory-limit.js';
import { Replicas } from './indexes/replicas.js';
import type { Models } from './models/models.js';
import { MetricsPublisher } from './metrics/metrics-publisher.js';
import { reconcilableQuestions, startAnswering } from './questions/answer-processor.js';
import { RedisConnections } from './redis/connections.js';
import { Queues } from './redis/queues.js';
import { startSearching } from './search/search-processor.js';
import type { Reranking } from './search/rerank.js';
import { SearchService } from './search/search.service.js';
import { newWorkerId, StatusReporter } from './status/status-reporter.js';

/** How long the index may take to catch up at start before the worker takes work all the same. */
const CATCH_UP_MS = 120_000;

/**
 * One worker process: puts the parts together and owns the order of start and stop. Jobs are taken only once the
 * index has caught up; at shutdown running work may finish for a while, is handed back after that, and only then do
 * the model and the connections go away.
 */
export class WorkerProcess implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('worker');
  private readonly running = new RunningAttempts();
  private readonly redis: RedisConnections;
  private readonly queues: Queues;
  private readonly replicas: Replicas;
  private readonly reconciler: Reconciler;
  private readonly status: StatusReporter;
  private readonly metrics: MetricsPublisher;
  private readonly questions: QuestionsRepository;
  private readonly attempts: QuestionAttemptsRepository;
  private readonly documents: DocumentsRepository;
  private readonly ingestAttempts: IngestAttemptsRepository;
  private readonly collections: CollectionsRepository;
  private readonly embeddings: PassageEmbeddingsRepository;
  private readonly changer: EmbedderChanger;
  private readonly id = newWorkerId();
  /** Everything that takes jobs. */
  private workers: Pick<JobWorker, 'close'>[] = [];

  constructor(
    private readonly config: WorkerConfig,
    private readonly db: DataSource,
    private readonly models: Models,
    indexHome: IndexHome,
  ) {
    this.redis = new RedisConnections(config.REDIS_URL);
    this.queues = new Queues(config.REDIS_URL);
    this.questions = new QuestionsRepository(db);
    this.attempts = new QuestionAttemptsRepository(db);
    this.documents = new DocumentsRepository(db);
    this.ingestAttempts = new IngestAttemptsRepository(db);
    this.collections = new CollectionsRepository(db);
    this.replicas = new Replicas(
      this.collections,
      new IndexLogRepository(db),
      this.redis,
      indexHome,
      new MemoryLimit(config.KOTAE_INDEX_MEMORY_MB * 1e6, new Logger('index')),
      config.KOTAE_SNAPSHOT_MS,
    );
    this.embeddings = new PassageEmbeddingsRepository(db);
    this.changer = new EmbedderChanger({
      changes: new EmbedderChangesRepository(db),
      collections: this.collections,
      embeddings: this.embeddings,
      questions: this.questions,
      embedders: models.embedders,
      redis: this.redis,
    });
    const { queues, attempts, questions, documents } = this;
    this.reconciler = new Reconciler(
      [
        reconcilableQuestions({ queues, attempts, questions }),
        reconcilableVersions({ queues, attempts: this.ingestAttempts, documents }),
      ],
      { everyMs: config.KOTAE_RECONCILE_MS, olderThanMs: config.KOTAE_RECONCILE_AFTER_MS },
    );
    this.metrics = new MetricsPublisher(this.redis, this.id, async () => ({
      ...(await models.engineReading()),
      indexes: await this.replicas.statuses(),
      breakers: models.generators.breakers(),
    }));
    this.status = new StatusReporter(this.redis, this.id, () => ({
      roles: config.KOTAE_ROLES,
      ...models.describe(),
    }));
  }

  async onApplicationBootstrap(): Promise<void> {
    const { config } = this;
    this.redis.subscriber.on('message', (channel: string, id: string) => {
      if (channel === CANCEL_CHANNEL) this.running.cancel(id);
    });
    this.redis.subscriber.subscribe(CANCEL_CHANNEL).catch(() => undefined);
    if (config.KOTAE_ROLES.includes('answer')) await this.startAnswering();
    if (config.KOTAE_ROLES.includes('ingest')) {
      if (config.KOTAE_OCR_TOOLS !== undefined) lookForToolsIn(config.KOTAE_OCR_TOOLS);
      this.workers.push(
        ...startIngesting({
          ...this.common(),
          attempts: this.ingestAttempts,
          extractions: new ExtractionsRepository(this.db),
          limits: parseLimits(config),
          documents: this.documents,
          collections: this.collections,
          originals: await openOriginals(config, config.originalsFolder),
          embedders: this.models.embedders,
          embeddings: this.embeddings,
          countTokens: (texts) => this.models.generators.first.countTokens(texts),
          metrics: this.metrics.ingestion,
        }),
      );
    }
    if (config.KOTAE_ROLES.includes('ingest')) {
      this.changer.start();
      sayWhatCouldChange(await this.collections.list(), this.models.embedders.preferred, this.log);
    }
    const { queues, redis, id } = this;
    this.workers.push(
      startCatalogue(queues, config, id, () => this.models.machine),
      startPulling({ queues, redis, config, workerId: id }),
    );
    this.reconciler.start();
    // A Redis that comes back may have lost its jobs: look at once at every open row, whatever its age.
    this.redis.commands.on('ready', () => this.reconciler.run(0));
    this.status.start();
    this.metrics.start();
    this.log.log(`ready: ${config.KOTAE_ROLES.join(' and ')}, ${this.models.summary}`);
  }

  async onApplicationShutdown(): Promise<void> {
    this.log.log('stopping: running work may finish');
    await this.reconciler.stop();
    await this.changer.stop();
    await this.status.stop();
    await this.metrics.stop();
    const drained = Promise.allSettled(this.workers.map((worker) => worker.close()));
    const patience = setTimeout(() => {
      this.log.log('handing the rest of the running work back');
      this.running.stopAll();
    }, this.config.KOTAE_DRAIN_MS);
    await drained;
    clearTimeout(patience);
    await this.replicas.close();
    await this.models.close();
    await this.queues.close();
    this.redis.close();
    await this.db.destroy();
  }

  private async startAnswering(): Promise<void> {
    await this.replicas.start();
    await this.replicas.caughtUp(CATCH_UP_MS).catch((error: unknown) => {
      this.log.warn(`the index has not caught up yet: ${String(error)}`);
    });
    const passages = new PassagesRepository(this.db);
    const search = new SearchService(
      this.collections,
      passages,
      this.models.embedders,
      this.replicas,
      this.reranking(),
    );
    this.workers.push(
      ...startAnswering({
        ...this.common(),
        attempts: this.attempts,
        conversations: new ConversationsRepository(this.db),
        search,
        passages,
        generators: this.models.generators,
        workerId: this.id,
        metrics: this.metrics.answers,
        maxParts: this.config.KOTAE_MAX_PARTS,
      }),
      startSearching(search, this.queues, this.config),
      startEmbedding(this.models, this.queues, this.config),
    );
  }

  private reranking(): Reranking | null {
    const { KOTAE_RERANK_TOP: top, KOTAE_RERANK_MS: timeoutMs } = this.config;
    return this.models.reranker && { model: this.models.reranker, top, timeoutMs };
  }

  private common() {
    const { config, queues, redis, running } = this;
    return { config, queues, redis, running };
  }
}
