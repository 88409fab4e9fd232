import type { KeyScope } from '#contracts';
import { IsNull, type DataSource } from 'typeorm';
import { ApiKeyEntity } from './api-key.entity.js';
import { apiKeyMatches, apiKeyPrefix, mintApiKey } from './api-key.js';

/** API keys: creation, verification, revocation. */
export class KeysRepository {
  constructor(private readonly db: DataSource) {}

  /** Creates a key and returns its row with its secret, which is shown this one time. */
  async create(name: string, scope: KeyScope = 'use'): Promise<ApiKeyEntity & { key: string }> {
    const { key, prefix, hash } = mintApiKey();
    const keys = this.db.getRepository(ApiKeyEntity);
    const row = await keys.save({ name, scope, prefix, hash, lastUsedAt: null, revokedAt: null });
    return Object.assign(row, { key });
  }

  /** The key's row when it is genuine and not revoked, else null. Notes the use at most once a minute. */
  async verify(key: string): Promise<ApiKeyEntity | null> {
    const prefix = apiKeyPrefix(key);
    if (!prefix) return null;
    const row = await this.db.getRepository(ApiKeyEntity).findOneBy({ prefix });
    if (!row || row.revokedAt || !apiKeyMatches(key, row.hash)) return null;
    await this.db.query(
      `update api_keys set last_used_at = now()
       where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
      [row.id],
    );
    return row;
  }

  list(): Promise<ApiKeyEntity[]> {
    return this.db.getRepository(ApiKeyEntity).find({ order: { createdAt: 'ASC' } });
  }

  /** Revokes by id or prefix; false when there is no such active key. */
  async revoke(idOrPrefix: string): Promise<boolean> {
    const [, count] = await this.db.query<[unknown, number]>(
      `update api_keys set revoked_at = now() where (id::text = $1 or prefix = $1) and revoked_at is null`,
      [idOrPrefix],
    );
    return count > 0;
  }

  /** The key with that id when it has not been revoked, else null. */
  active(id: string): Promise<ApiKeyEntity | null> {
    return this.db.getRepository(ApiKeyEntity).findOneBy({ id, revokedAt: IsNull() });
  }

  /** Whether any usable key exists: the service refuses to listen beyond loopback without one. */
  async anyActive(): Promise<boolean> {
    return this.db.getRepository(ApiKeyEntity).existsBy({ revokedAt: IsNull() });
  }
}
