import { documentWakeChannel, DomainError, INDEX_CHANNEL, type DocumentView } from '#contracts';
import { DocumentsRepository, OriginalStore, type DocumentRecord } from '#database';
import { Injectable } from '@nestjs/common';
import { InBackground } from '../redis/in-background.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { documentView } from './document.view.js';
import { IngestJobs } from './ingest-jobs.js';

/** Deleting, retrying, and finding the original. */
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
    const { collectionId, originals } = await this.documents.delete(id);
    this.redis.publish(INDEX_CHANNEL, collectionId);
    this.redis.publish(documentWakeChannel(id));
    this.background.run(`removing the original of document ${id}`, () =>
      this.documents.releaseOriginals(originals, (sha256) => this.originals.remove(sha256)),
    );
  }

  /** Queues a failed document again. @throws DomainError `document_not_found`, `conflict`. */
  async retry(id: string): Promise<DocumentView> {
    const versionId = await this.documents.retry(id);
    this.jobs.dispatch({ documentId: id, versionId });
    return documentView(await this.documents.get(id));
  }

  /** The newest version with the path of its bytes. @throws DomainError `document_not_found`, `not_found`. */
  async original(id: string): Promise<{ document: DocumentRecord; path: string }> {
    const document = await this.documents.get(id);
    if (!(await this.originals.exists(document.sha256))) {
      throw new DomainError(
        'document_not_found',
        'The original’s bytes are not on this machine’s disk any more.',
      );
    }
    return { document, path: this.originals.path(document.sha256) };
  }
}
