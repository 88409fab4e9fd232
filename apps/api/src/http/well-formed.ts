import type { FieldError } from './problem.js';

/** What JSON can spell but neither PostgreSQL nor UTF-8 can hold: U+0000, and halves of a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** Whether a text can be stored and sent as it is. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Every string of a JSON value, keys included, that cannot be stored, with its path. */
export function findUnstorable(value: unknown, path: string[] = []): FieldError[] {
  if (typeof value === 'string') return isStorable(value) ? [] : [unstorable(path)];
  if (Array.isArray(value)) return value.flatMap((item, i) => findUnstorable(item, [...path, String(i)]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    isStorable(key) ? findUnstorable(item, [...path, key]) : [unstorable(path)],
  );
}

function unstorable(path: string[]): FieldError {
  return { path: path.join('.'), message: 'holds U+0000 or half of a surrogate pair, which no text may' };
}
