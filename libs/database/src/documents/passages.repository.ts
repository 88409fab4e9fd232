import type { Passage, SearchFilter } from '#contracts';
import type { DataSource } from 'typeorm';
import { rows } from '../sql.js';
import { filterSql } from './filter-sql.js';

/** Passages of the versions that answer now. */
export class PassagesRepository {
  constructor(private readonly db: DataSource) {}

  /** The passages with these ids, by id; one that was deleted or replaced meanwhile is absent. */
  async byIds(ids: number[]): Promise<Map<number, Passage>> {
    const found = await rows<PassageRow>(this.db, `${PASSAGES_SQL} where p.id = any($1)`, [ids]);
    return new Map(found.map((row) => [Number(row.id), toPassage(row)]));
  }

  /** The passages right before and after each of these under the same headings, by id. */
  async neighbours(ids: number[]): Promise<Map<number, Passage>> {
    const found = await rows<PassageRow>(
      this.db,
      `${PASSAGES_SQL}
       join passages near on near.version_id = p.version_id and near.heading = p.heading
         and p.ordinal in (near.ordinal - 1, near.ordinal + 1)
       where near.id = any($1)`,
      [ids],
    );
    return new Map(found.map((row) => [Number(row.id), toPassage(row)]));
  }

  /**
   * Ids of the versions of all documents that a filter lets through, as their metadata is now; null when it speaks of
   * no document. All versions, since an index may still hold an older one, or hold the next one a moment later.
   */
  async versionsWithin(collectionId: string, filter: SearchFilter): Promise<string[] | null> {
    const { conditions, parameters } = filterSql(filter, 2);
    if (conditions.length === 0) return null;
    const found = await rows<{ id: string }>(
      this.db,
      `select v.id from documents d join document_versions v on v.document_id = d.id
       where d.collection_id = $1 and ${conditions.join(' and ')}`,
      [collectionId, ...parameters],
    );
    return found.map(({ id }) => id);
  }

  /**
   * All passages of documents, document by document in the order given, each in the order of its text: of a very long
   * document the first `limit`, and in any case those with the ids `always`. A document that is gone has none.
   */
  async ofDocuments(documentIds: string[], limit: number, always: number[]): Promise<Passage[]> {
    const found = await rows<PassageRow>(
      this.db,
      `select p.id, p.ordinal, p.start_offset, p.end_offset, p.page, p.heading, p.text,
              d.id as document_id, d.name as document_name, v.version
       from documents d
       join document_versions v on v.document_id = d.id and v.version = d.ready_version
       join passages p on p.version_id = v.id
       where d.id = any($1::uuid[]) and (p.ordinal < $2 or p.id = any($3))
       order by array_position($1::uuid[], d.id), p.ordinal`,
      [documentIds, limit, always],
    );
    return found.map(toPassage);
  }
}

const PASSAGES_SQL = `
  select p.id, p.ordinal, p.start_offset, p.end_offset, p.page, p.heading, p.text,
         d.id as document_id, d.name as document_name, v.version
  from passages p
  join document_versions v on v.id = p.version_id
  join documents d on d.id = v.document_id and d.ready_version = v.version`;

interface PassageRow {
  id: string;
  ordinal: number;
  start_offset: number;
  end_offset: number;
  page: number | null;
  heading: string;
  text: string;
  document_id: string;
  document_name: string;
  version: number;
}

function toPassage(row: PassageRow): Passage {
  return {
    id: Number(row.id),
    ordinal: row.ordinal,
    start: row.start_offset,
    end: row.end_offset,
    page: row.page,
    heading: row.heading,
    text: row.text,
    documentId: row.document_id,
    documentName: row.document_name,
    version: row.version,
  };
}
