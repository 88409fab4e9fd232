import { readFileSync } from 'node:fs';
import { DomainError } from '#contracts';
import { z } from 'zod';

const urlSchema = z.url({ protocol: /^postgres(ql)?$/ });

/**
 * The database of the programs that need one: DATABASE_URL, or the content of the file DATABASE_URL_FILE.
 * @throws DomainError `invalid_request` that says which of them is wrong
 */
export function readDatabaseUrl(env: Record<string, string | undefined> = process.env): string {
  const parsed = urlSchema.safeParse(env.DATABASE_URL || fromFile(env.DATABASE_URL_FILE));
  if (parsed.success) return parsed.data;
  throw new DomainError(
    'invalid_request',
    'DATABASE_URL (or the file DATABASE_URL_FILE) must be postgres://user:password@host:5432/name',
  );
}

/** The content of a file that holds a setting. @throws DomainError `invalid_request` when it cannot be read */
export function fromFile(path: string | undefined): string | undefined {
  if (!path) return undefined;
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new DomainError('invalid_request', `The file ${path} cannot be read`, { cause });
  }
}
