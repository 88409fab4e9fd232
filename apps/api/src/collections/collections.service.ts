import { INDEX_CHANNEL } from '#contracts';
import { CollectionsRepository, DocumentsRepository, OriginalStore } from '#database';
import { Injectable } from '@nestjs/common';
import { InBackground } from '../redis/in-background.js';
import { RedisConnections } from '../redis/redis-connections.js';

/** What can be done to a collection as a whole beyond its row. */
@Injectable()
export class CollectionsService {
  constructor(
    private readonly collections: CollectionsRepository,
    private readonly documents: DocumentsRepository,
    private readonly originals: OriginalStore,
    private readonly redis: RedisConnections,
    private readonly background: InBackground,
  ) {}

  /** Deletes a collection with its documents. @throws DomainError `collection_not_found`, `conflict` for `default`. */
  async delete(name: string): Promise<void> {
    const { id } = await this.collections.byName(name);
    const originals = await this.collections.delete(name);
    this.redis.publish(INDEX_CHANNEL, id);
    this.background.run('removing the originals of a deleted collection', () =>
      this.documents.releaseOriginals(originals, (sha256) => this.originals.remove(sha256)),
    );
  }
}
