import {
  CANCEL_CHANNEL,
  documentWakeChannel,
  fairPriority,
  INGEST_QUEUE,
  ingestJobOptions,
} from '#contracts';
import { DocumentsRepository, type QueuedVersion } from '#database';
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

  /** Queues a version behind those that its uploader has in the queue, and beside everybody else's. */
  dispatch({ documentId, versionId, place }: QueuedVersion): void {
    this.redis.publish(documentWakeChannel(documentId));
    this.background.run(`queueing document version ${versionId}`, async () => {
      await this.queues.ingest.add(
        INGEST_QUEUE,
        { versionId },
        {
          ...ingestJobOptions,
          jobId: versionId,
          priority: fairPriority(place, 'interactive'),
        },
      );
      await this.documents.markDispatched(versionId);
    });
  }

  /** Takes versions whose ingestion has ended from the queue or their workers, and tells those who watch. */
  withdraw(documentId: string, versionIds: string[]): void {
    for (const id of versionIds) this.redis.publish(CANCEL_CHANNEL, id);
    this.redis.publish(documentWakeChannel(documentId));
    this.background.run(`withdrawing versions of document ${documentId}`, async () => {
      for (const id of versionIds) await this.queues.ingest.remove(id);
    });
  }
}
