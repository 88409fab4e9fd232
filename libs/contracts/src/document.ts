import type { ErrorInfo } from './domain-error.js';

export const documentStatuses = ['queued', 'processing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];

/** Steps of ingestion, in order. What each has made is stored before the next begins. */
export const ingestStages = ['parse', 'chunk', 'embed', 'index'] as const;
export type IngestStage = (typeof ingestStages)[number];

/** What progress is counted in: parse in pages, or bytes of files without pages, chunk in characters, then passages. */
export const progressUnits = ['pages', 'bytes', 'characters', 'passages'] as const;

/** How far the current stage has come; `total` is null while it is unknown. */
export interface IngestProgress {
  stage: IngestStage;
  done: number;
  total: number | null;
  unit: (typeof progressUnits)[number] | null;
}

/** A document as the API shows it: its newest version, and which version answers questions now. */
export interface DocumentView {
  id: string;
  collection: string;
  name: string;
  status: DocumentStatus;
  /** The newest version uploaded, starting at 1. */
  version: number;
  /** The version that search and answers use; null until one is ready. */
  ready_version: number | null;
  sha256: string;
  size: number;
  media_type: string | null;
  tags: string[];
  /** The day that the document is of, `YYYY-MM-DD`. */
  date: string | null;
  source_url: string | null;
  /** The synced folder that the document belongs to, which may replace and delete it; null for none. */
  sync_source: string | null;
  pages: number | null;
  passages: number | null;
  /**
   * Pictures, and pages that may be some, that were passed over because Tesseract (for pages also poppler) was missing
   * where the document was read; null until it is read.
   */
  unread_pictures: number | null;
  progress: IngestProgress | null;
  error: ErrorInfo | null;
  created_at: string;
  updated_at: string;
  /** True when an upload held the same bytes as the newest version, so that nothing had to be done. */
  unchanged?: boolean;
  links: { self: string; events: string; text: string; content: string };
}
