import { embedJobOptions, type EmbedJob, type EmbedJobResult } from '#contracts';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../../config.js';
import { Queues } from '../../redis/queues.js';
import { WorkerCalls } from '../../workers/worker-calls.js';

/** Texts to embed, answered by whichever worker takes them. */
@Injectable()
export class EmbedJobs extends WorkerCalls<EmbedJob, EmbedJobResult> {
  constructor(queues: Queues, @Inject(CONFIG) { redisUrl, timings }: ApiConfig) {
    super({
      queue: queues.embed,
      redisUrl,
      jobOptions: embedJobOptions,
      timeoutMs: timings.embed,
      deed: 'embedding',
      failure: 'internal_error',
    });
  }
}
