import { INDEX_CHANNEL, type DocumentView } from '#contracts';
import { DocumentsRepository, originalMissing, OriginalStore, type DocumentRecord } from '#database';
import { Injectable } from '@nestjs/common';
import { InBackground } from '../redis/in-background.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { documentView } from './document.view.js';
import { IngestJobs } from './ingest-jobs.js';
import type { ReadOriginal } from './send-original.js';

/** Deleting, cancelling, retrying, and finding the original. */
@Injectable()
export class DocumentsService {
  constructor(
    private readonly documents: DocumentsRepository,
    private readonly originals: OriginalStore,
    private readonly jobs: IngestJobs,
    private readonly redis: RedisConnections,
    private readonly background: InBackground,
  ) {}

  /** After this no search or answer uses the document. @throws DomainError `document_not_found`. */
  async delete(id: string): Promise<void> {
    const { collectionId, originals, open } = await this.documents.delete(id);
    this.redis.publish(INDEX_CHANNEL, collectionId);
    this.jobs.withdraw(id, open);
    this.background.run(`removing the original of document ${id}`, () =>
      this.documents.releaseOriginals(originals, (sha256) => this.originals.remove(sha256)),
    );
  }

  /** Queues a failed document again. @throws DomainError `document_not_found`, `conflict`. */
  async retry(id: string): Promise<DocumentView> {
    this.jobs.dispatch(await this.documents.retry(id));
    return documentView(await this.documents.get(id));
  }

  /** Ends the ingestion of what is not final yet. @throws DomainError `document_not_found`, `conflict`. */
  async cancel(id: string): Promise<DocumentView> {
    this.jobs.withdraw(id, await this.documents.cancel(id));
    return documentView(await this.documents.get(id));
  }

  /** The newest version with its bytes. @throws DomainError `document_not_found`, `service_unavailable`. */
  async original(id: string): Promise<{ document: DocumentRecord; size: number; read: ReadOriginal }> {
    const document = await this.documents.get(id);
    const size = await this.originals.size(document.sha256);
    if (size === null) throw originalMissing(document.sha256);
    return { document, size, read: (range) => this.originals.read(document.sha256, range) };
  }
}
