import { createHash } from 'node:crypto';
import { KeysRepository } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG, type ApiConfig } from '../config.js';

/**
 * Verifies API keys, remembering good ones for a few seconds so that a busy client does not cost a query per request.
 * Bad ones are looked up every time, and a revoked key works no longer than the cache remembers it.
 */
@Injectable()
export class KeyCache {
  private readonly owners: LRUCache<string, string>;

  constructor(
    private readonly keys: KeysRepository,
    @Inject(CONFIG) config: ApiConfig,
  ) {
    this.owners = new LRUCache({ max: 10_000, ttl: config.timings.keyCache });
  }

  /** The key's id, or null when it is not genuine or has been revoked. */
  async owner(key: string): Promise<string | null> {
    // The cache holds a digest, so that a memory dump shows no key.
    const digest = createHash('sha256').update(key).digest('base64');
    const known = this.owners.get(digest);
    if (known !== undefined) return known;
    const found = await this.keys.verify(key);
    if (!found) return null;
    this.owners.set(digest, found.id);
    return found.id;
  }
}
