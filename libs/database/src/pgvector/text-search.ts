/** Positions that PostgreSQL keeps of one term in a passage; beyond that BM25 has long been saturated. */
const MOST_POSITIONS = 255;

/**
 * Terms and their frequencies as the text form of a `tsvector`. The terms are Kotae's own, made for Japanese and
 * English outside the database; a term that occurs n times gets positions 1 … n, since a tsvector counts no other way.
 */
export function tsvectorText(frequencies: ReadonlyMap<string, number>): string {
  return Array.from(frequencies, ([term, frequency]) => {
    const positions = Array.from({ length: Math.min(frequency, MOST_POSITIONS) }, (_, place) => place + 1);
    return `${quoted(term)}:${positions.join(',')}`;
  }).join(' ');
}

/** A `tsquery` of exactly one term, as text. */
export function tsqueryText(term: string): string {
  return quoted(term);
}

function quoted(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
