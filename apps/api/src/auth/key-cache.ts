import { createHash } from 'node:crypto';
import type { KeyScope } from '#contracts';
import { KeysRepository } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CONFIG, type ApiConfig } from '../config.js';

/** A genuine key, without its secret. */
export interface KnownKey {
  id: string;
  name: string;
  scope: KeyScope;
}

/**
 * Verifies API keys, remembering good ones for a few seconds so that a busy client does not cost a query per request.
 * Bad ones are looked up every time, and a revoked key works no longer than the cache remembers it.
 */
@Injectable()
export class KeyCache {
  private readonly known: LRUCache<string, KnownKey>;

  constructor(
    private readonly keys: KeysRepository,
    @Inject(CONFIG) config: ApiConfig,
  ) {
    this.known = new LRUCache({ max: 10_000, ttl: config.timings.keyCache });
  }

  /** Who holds the key, or null when it is not genuine or has been revoked. */
  async holder(key: string): Promise<KnownKey | null> {
    // The cache holds a digest, so that a memory dump shows no key.
    const digest = createHash('sha256').update(key).digest('base64');
    const known = this.known.get(digest);
    if (known !== undefined) return known;
    const found = await this.keys.verify(key);
    if (!found) return null;
    const holder = { id: found.id, name: found.name, scope: found.scope };
    this.known.set(digest, holder);
    return holder;
  }
}
