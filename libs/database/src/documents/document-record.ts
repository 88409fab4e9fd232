import type { DocumentStatus, ErrorInfo, IngestProgress } from '#contracts';

/** A document with its newest version, as one row. */
export interface DocumentRecord {
  id: string;
  collectionId: string;
  collection: string;
  name: string;
  status: DocumentStatus;
  version: number;
  versionId: string;
  readyVersion: number | null;
  sha256: string;
  size: number;
  mediaType: string | null;
  tags: string[];
  /** `YYYY-MM-DD` */
  date: string | null;
  sourceUrl: string | null;
  syncSource: string | null;
  pages: number | null;
  passages: number | null;
  unreadPictures: number | null;
  progress: IngestProgress | null;
  error: ErrorInfo | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Joins a document with its collection and newest version; callers add `where` and `order by`. */
export const DOCUMENT_RECORD_SQL = `
  select d.id, d.collection_id, c.name as collection, d.name, v.status, v.version, v.id as version_id,
         d.ready_version, v.sha256, v.size, e.media_type, e.pages, v.passages, e.unread_pictures,
         v.progress, v.error, d.tags, to_char(d.document_date, 'YYYY-MM-DD') as date, d.source_url, d.sync_source,
         d.created_at, v.updated_at
  from documents d
  join collections c on c.id = d.collection_id
  join document_versions v on v.document_id = d.id and v.version = d.latest_version
  left join extractions e on e.id = v.extraction_id`;

/** A row of {@link DOCUMENT_RECORD_SQL}. */
export interface DocumentRow {
  id: string;
  collection_id: string;
  collection: string;
  name: string;
  status: DocumentStatus;
  version: number;
  version_id: string;
  ready_version: number | null;
  sha256: string;
  size: string;
  media_type: string | null;
  tags: string[];
  date: string | null;
  source_url: string | null;
  sync_source: string | null;
  pages: number | null;
  passages: number | null;
  unread_pictures: number | null;
  progress: IngestProgress | null;
  error: ErrorInfo | null;
  created_at: Date;
  updated_at: Date;
}

export function toDocumentRecord(row: DocumentRow): DocumentRecord {
  return {
    id: row.id,
    collectionId: row.collection_id,
    collection: row.collection,
    name: row.name,
    status: row.status,
    version: row.version,
    versionId: row.version_id,
    readyVersion: row.ready_version,
    sha256: row.sha256,
    size: Number(row.size),
    mediaType: row.media_type,
    tags: row.tags,
    date: row.date,
    sourceUrl: row.source_url,
    syncSource: row.sync_source,
    pages: row.pages,
    passages: row.passages,
    unreadPictures: row.unread_pictures,
    progress: row.progress,
    error: row.error,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
