import { DomainError, catalogueJobOptions, type CatalogueJob, type CatalogueJobResult } from '#contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { Queues } from '../redis/queues.js';
import { WorkerCalls } from '../workers/worker-calls.js';
import { WorkerStatuses } from '../workers/worker-statuses.js';

/** Which models there are, answered by whichever worker is asked: this process has no catalogue and no models folder. */
@Injectable()
export class CatalogueCalls extends WorkerCalls<CatalogueJob, CatalogueJobResult> {
  constructor(
    queues: Queues,
    @Inject(CONFIG) { redisUrl, timings }: ApiConfig,
    private readonly workers: WorkerStatuses,
  ) {
    super({
      queue: queues.catalogue,
      redisUrl,
      jobOptions: catalogueJobOptions,
      timeoutMs: timings.catalogue,
      deed: 'look at the models',
      failure: 'internal_error',
    });
  }

  /** @throws DomainError `worker_unavailable`, at once when none is alive */
  async list(): Promise<CatalogueJobResult> {
    if ((await this.workers.alive()).length === 0) {
      throw new DomainError(
        'worker_unavailable',
        'No worker is running, and it is workers that have the models. Start one, then try again.',
        { retryable: true },
      );
    }
    return this.run({});
  }

  /** @throws DomainError `model_not_found` for what is not in the catalogue, `worker_unavailable` */
  async require(model: string): Promise<void> {
    const { models } = await this.list();
    if (models.some(({ id }) => id === model)) return;
    throw new DomainError(
      'model_not_found',
      `The catalogue has no model "${model}". GET /v1/models/catalogue lists those that it has; others are fetched ` +
        'on the worker’s machine with: npm run models -- pull hf:owner/repository/file.gguf',
    );
  }
}
