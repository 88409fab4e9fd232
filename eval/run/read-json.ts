import { readFileSync } from 'node:fs';
import { DomainError } from '#contracts';
import { z } from 'zod';

/**
 * Reads a JSON file of a known shape.
 * @param what what the file should be, for the message
 * @throws DomainError `invalid_request` with the places at which it is not that
 */
export function readJson<T>(path: string, shape: z.ZodType<T>, what: string): T {
  const parsed = shape.safeParse(parse(readFileSync(path, 'utf8'), path));
  if (parsed.success) return parsed.data;
  throw new DomainError('invalid_request', `${path} is no ${what}:\n${z.prettifyError(parsed.error)}`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DomainError('invalid_request', `${path} is not JSON`, { cause });
  }
}
