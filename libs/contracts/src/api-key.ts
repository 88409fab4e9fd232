import { z } from 'zod';

/** What a key may do: `use` everything but what concerns the installation itself, which takes `admin` (and includes `use`). */
export const keyScopes = ['use', 'admin'] as const;
export type KeyScope = (typeof keyScopes)[number];

/** What a key is called by the people who keep it: one line. */
export const keyNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^\P{Cc}*$/u, 'use one line of text');

/** An API key as it may be shown: everything but its secret. */
export interface KeyView {
  id: string;
  name: string;
  /** The part of the key that is no secret: `kt_<prefix>_…`. */
  prefix: string;
  scope: KeyScope;
  created_at: string;
  /** To the minute. */
  last_used_at: string | null;
  revoked_at: string | null;
}
