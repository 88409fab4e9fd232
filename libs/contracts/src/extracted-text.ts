/** A half-open range of UTF-16 code units in a document's extracted text. */
export interface Span {
  start: number;
  end: number;
}

/**
 * One page of the source (1-based): a slide of a presentation, a sheet of a workbook by its position, a
 * message (1) or one of its attachments. The pages of a
 * text are ordered, do not overlap, and may leave gaps.
 */
export interface PageSpan extends Span {
  page: number;
}

/** A heading: its level (1 is the outermost) and where its own text stands in the extracted text. */
export interface HeadingSpan extends Span {
  level: number;
  text: string;
}

/**
 * What a parser makes of a file: plain text (NFC, `\n` line ends, well-formed UTF-16, no NUL) and a map of where
 * its pages and headings lie. Every citation points into `text`, so it never changes for a stored version.
 */
export interface ExtractedText {
  /** The type that the bytes have, whatever the file's name says, e.g. `application/pdf`. */
  mediaType: string;
  title: string | null;
  text: string;
  /** Empty for formats that have no pages (text, Markdown, HTML, DOCX). */
  pages: PageSpan[];
  headings: HeadingSpan[];
  /** Pictures that were passed over because what recognises them was missing; absent for none. */
  unreadPictures?: number;
}

/**
 * A piece of an extracted text. Pieces come in order and join without a gap; no character is cut between them. Their
 * pages and headings have offsets in the whole text.
 */
export interface TextPiece {
  start: number;
  text: string;
  /** Pages that begin in this piece. */
  pages: PageSpan[];
  /** Headings that stand in this piece, each whole. */
  headings: HeadingSpan[];
}

/** What is known of an extracted text besides the text itself. */
export interface TextFacts {
  mediaType: string;
  title: string | null;
  /** UTF-16 code units. */
  length: number;
  /** The last page's number; null for formats that have no pages. */
  pages: number | null;
  /** As in {@link ExtractedText}. */
  unreadPictures?: number;
}
