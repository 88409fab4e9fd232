import type { DocumentMetadata } from '#contracts';
import { rows, type Sql } from '../sql.js';

/** Stores what is given of the metadata, and leaves the rest as it is. */
export async function storeMetadata(sql: Sql, documentId: string, metadata: DocumentMetadata): Promise<void> {
  const columns = {
    tags: metadata.tags && [...new Set(metadata.tags)],
    document_date: metadata.date,
    source_url: metadata.source_url,
    sync_source: metadata.sync_source,
  };
  const given = Object.entries(columns).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const changes = given.map(([column], index) => `${column} = $${index + 2}`).join(', ');
  await rows(sql, `update documents set ${changes} where id = $1`, [
    documentId,
    ...given.map(([, value]) => value),
  ]);
}
