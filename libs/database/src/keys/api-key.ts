import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY_PATTERN = /^kt_([0-9a-f]{12})_[\w-]{43}$/;

const sha256 = (key: string): Buffer => createHash('sha256').update(key).digest();

/**
 * Makes a new key `kt_<12 hex digits: public prefix>_<256 random bits>`. The secret has full entropy, so a plain
 * SHA-256 of it is safe to store and fast to check; a password hash would only slow every request down.
 */
export function mintApiKey(): { key: string; prefix: string; hash: Buffer } {
  const prefix = randomBytes(6).toString('hex');
  const key = `kt_${prefix}_${randomBytes(32).toString('base64url')}`;
  return { key, prefix, hash: sha256(key) };
}

/** The public prefix of a well-formed key, or null. */
export function apiKeyPrefix(key: string): string | null {
  return KEY_PATTERN.exec(key)?.[1] ?? null;
}

/** Compares in constant time. */
export function apiKeyMatches(key: string, hash: Buffer): boolean {
  return timingSafeEqual(sha256(key), hash);
}
