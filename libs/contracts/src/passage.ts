import type { Span } from './extracted-text.js';

/** A piece of a document's text, cut for retrieval; `text === extracted.text.slice(start, end)`, always. */
export interface PassageDraft extends Span {
  /** 0-based place among the passages of its document version. */
  ordinal: number;
  text: string;
  /** 1-based page on which the passage starts; null when the format has no pages. */
  page: number | null;
  /** Path of headings above the passage, outermost first, joined by ` > `; empty when there is none. */
  heading: string;
}

/** A stored passage with the names a person needs to find it again. */
export interface Passage extends PassageDraft {
  id: number;
  documentId: string;
  documentName: string;
  version: number;
}

/** A passage as the index needs it: its id, what is searched lexically, and its embedding (unit length). */
export interface IndexedPassage {
  id: number;
  /** Text that lexical search sees: heading path and passage. */
  searchText: string;
  /** Path of headings above the passage, as in {@link PassageDraft}. */
  heading: string;
  embedding: Float32Array;
}
