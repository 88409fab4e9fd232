import { documentWakeChannel, INGEST_QUEUE, ingestJobOptions } from '#contracts';
import { DocumentsRepository } from '#database';
import { Injectable } from '@nestjs/common';
import { InBackground } from '../redis/in-background.js';
import { Queues } from '../redis/queues.js';
import { RedisConnections } from '../redis/redis-connections.js';

/** Puts document versions into the queue. Best effort: the reconciler finds those that never arrived. */
@Injectable()
export class IngestJobs {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly queues: Queues,
    private readonly redis: RedisConnections,
    private readonly background: InBackground,
  ) {}

  dispatch({ documentId, versionId }: { documentId: string; versionId: string }): void {
    this.redis.publish(documentWakeChannel(documentId));
    this.background.run(`queueing document version ${versionId}`, async () => {
      await this.queues.ingest.add(INGEST_QUEUE, { versionId }, { ...ingestJobOptions, jobId: versionId });
      await this.documents.markDispatched(versionId);
    });
  }
}
