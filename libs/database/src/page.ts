import { DomainError } from '#contracts';

/** One page of a list; `next_cursor` is null on the last one. */
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** Where the next page starts: the sort key of the last row seen. */
export interface Cursor {
  at: string;
  id: string;
}

/** Cuts `limit + 1` fetched rows to a page and says where the next one starts. */
export function toPage<T>(fetched: T[], limit: number, cursorOf: (row: T) => Cursor): Page<T> {
  const items = fetched.slice(0, limit);
  const last = items.at(-1);
  const more = fetched.length > limit && last !== undefined;
  return {
    items,
    next_cursor: more ? Buffer.from(JSON.stringify(cursorOf(last))).toString('base64url') : null,
  };
}

/** Reads a cursor made by {@link toPage}. @throws DomainError `invalid_request` when it is not one. */
export function parseCursor(cursor: string): Cursor {
  try {
    const { at, id } = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Partial<Cursor>;
    if (typeof at === 'string' && isInstant(at) && typeof id === 'string' && UUID.test(id)) {
      return { at, id };
    }
  } catch {
    // Falls through to the one error for every way in which a cursor can be wrong.
  }
  throw new DomainError(
    'invalid_request',
    'The cursor is not valid. Use next_cursor of an earlier page as it is.',
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether it is what `Date.toISOString` writes; anything looser, PostgreSQL might refuse as a timestamp. */
function isInstant(at: string): boolean {
  return /^[1-9]\d{3}-.{19}$/.test(at) && !Number.isNaN(Date.parse(at)) && new Date(at).toISOString() === at;
}
