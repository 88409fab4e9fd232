import type { ApiKeyEntity } from '#database';
import { formatTable } from '../models/terminal.js';

/** The keys for programs and for people; neither shows a secret. */
export function listKeys(keys: ApiKeyEntity[]): { json: object[]; text: string } {
  const json = keys.map((key) => ({
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    scope: key.scope,
    created_at: key.createdAt.toISOString(),
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
  }));
  if (json.length === 0)
    return { json, text: 'There is no key. Create one: npm run keys -- create <name>\n' };
  const rows = json.map((key) => [
    key.prefix,
    key.name,
    key.scope,
    key.revoked_at === null ? 'active' : 'revoked',
    `created ${key.created_at.slice(0, 10)}`,
    key.last_used_at === null ? 'never used' : `last used ${key.last_used_at.slice(0, 10)}`,
  ]);
  return { json, text: `${formatTable(rows).join('\n')}\n` };
}
