import { searchJobOptions, type SearchJob, type SearchJobResult } from '#contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { Queues } from '../redis/queues.js';
import { WorkerCalls } from '../workers/worker-calls.js';

/** Searches, answered by whichever worker takes them. */
@Injectable()
export class SearchJobs extends WorkerCalls<SearchJob, SearchJobResult> {
  constructor(queues: Queues, @Inject(CONFIG) { redisUrl, timings }: ApiConfig) {
    super({
      queue: queues.search,
      redisUrl,
      jobOptions: searchJobOptions,
      timeoutMs: timings.search,
      deed: 'search',
      failure: 'index_unavailable',
    });
  }
}
