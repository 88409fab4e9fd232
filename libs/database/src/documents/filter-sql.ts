import type { SearchFilter } from '#contracts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The conditions of a filter on a document `d` as SQL with their parameters, which
 * are numbered from `first`. Conditions on passages are not among them.
 */
export function filterSql(
  filter: SearchFilter,
  first: number,
): { conditions: string[]; parameters: unknown[] } {
  const conditions: string[] = [];
  const parameters: unknown[] = [];
  const parameter = (value: unknown): string => `$${first + parameters.push(value) - 1}`;
  const { documents, tags, from, to, source_url: source } = filter;
  if (documents !== undefined) {
    const ids = parameter(documents.filter((document) => UUID.test(document)));
    conditions.push(`(d.name = any(${parameter(documents)}) or d.id = any(${ids}::uuid[]))`);
  }
  if (tags !== undefined) conditions.push(`d.tags @> ${parameter(tags)}`);
  if (from !== undefined) conditions.push(`d.document_date >= ${parameter(from)}`);
  if (to !== undefined) conditions.push(`d.document_date <= ${parameter(to)}`);
  if (source !== undefined) conditions.push(`starts_with(d.source_url, ${parameter(source)})`);
  return { conditions, parameters };
}
