import type { DocumentView } from '#contracts';
import type { DocumentRecord } from '#database';

const documentPath = (id: string): string => `/v1/documents/${id}`;

export function documentView(record: DocumentRecord): DocumentView {
  const self = documentPath(record.id);
  return {
    id: record.id,
    collection: record.collection,
    name: record.name,
    status: record.status,
    version: record.version,
    ready_version: record.readyVersion,
    sha256: record.sha256,
    size: record.size,
    media_type: record.mediaType,
    tags: record.tags,
    date: record.date,
    source_url: record.sourceUrl,
    sync_source: record.syncSource,
    pages: record.pages,
    passages: record.passages,
    unread_pictures: record.unreadPictures,
    progress: record.progress,
    error: record.error,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
    links: { self, events: `${self}/events`, text: `${self}/text`, content: `${self}/content` },
  };
}
