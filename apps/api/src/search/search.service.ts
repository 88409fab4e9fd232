import { DomainError, type SearchView } from '#contracts';
import { CollectionsRepository, IndexLogRepository } from '#database';
import { Injectable } from '@nestjs/common';
import { WorkerStatuses } from '../workers/worker-statuses.js';
import type { SearchBody } from './search.schema.js';
import { SearchJobs } from './search-jobs.js';

/** Searching a collection without asking a model. */
@Injectable()
export class SearchService {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly log: IndexLogRepository,
    private readonly workers: WorkerStatuses,
    private readonly jobs: SearchJobs,
  ) {}

  /**
   * Finds passages in the collection as it is now: every upload that is ready and every deletion that has been
   * answered is seen. @throws DomainError `collection_not_found`, `worker_unavailable`.
   */
  async search(collection: string, { query, k, filter }: SearchBody): Promise<SearchView> {
    const { id } = await this.collections.byName(collection);
    const [minSeq, workers] = await Promise.all([this.log.head(id), this.workers.alive()]);
    if (!workers.some((worker) => worker.roles.includes('answer'))) {
      throw new DomainError(
        'worker_unavailable',
        'No worker that could search is running. Start one, then try again.',
        {
          retryable: true,
        },
      );
    }
    return this.jobs.run({ collectionId: id, query, k, filter, minSeq });
  }
}
