import { keyNameSchema, keyScopes, type KeyView } from '#contracts';
import type { ApiKeyEntity } from '#database';
import { z } from 'zod';

const scopeSchema = z
  .enum(keyScopes)
  .describe('`use` may do everything but what concerns the installation itself; `admin` may do that too');

export const keyViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().describe('The part that is no secret: `kt_<prefix>_…`'),
  scope: scopeSchema,
  created_at: z.iso.datetime(),
  last_used_at: z.iso.datetime().nullable().describe('To the minute'),
  revoked_at: z.iso.datetime().nullable(),
}) satisfies z.ZodType<KeyView>;

export const newKeyViewSchema = keyViewSchema.extend({
  key: z.string().describe('The key itself: it is shown this one time only'),
});

export const newKeySchema = z.strictObject({ name: keyNameSchema, scope: scopeSchema.default('use') });
export type NewKey = z.infer<typeof newKeySchema>;

/** The caller as the server sees it. */
export const callerViewSchema = z.object({
  id: z.uuid().nullable().describe('The key; null for this machine’s user, who needs none in development'),
  name: z.string().nullable(),
  scope: scopeSchema,
});
export type CallerView = z.infer<typeof callerViewSchema>;

export function keyView(row: ApiKeyEntity): KeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scope: row.scope,
    created_at: row.createdAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    revoked_at: row.revokedAt?.toISOString() ?? null,
  };
}
