import type { KeyView } from '#contracts';
import { formatTable } from '../command/terminal.js';

/** The keys for people, one a line; secrets are not known here. */
export function keyTable(keys: KeyView[]): string {
  if (keys.length === 0) return 'There is no key. Create one: npx kotae keys create <name>\n';
  const rows = keys.map((key) => [
    key.prefix,
    key.name,
    key.scope,
    key.revoked_at === null ? 'active' : 'revoked',
    `created ${key.created_at.slice(0, 10)}`,
    key.last_used_at === null ? 'never used' : `last used ${key.last_used_at.slice(0, 10)}`,
  ]);
  return `${formatTable(rows).join('\n')}\n`;
}
