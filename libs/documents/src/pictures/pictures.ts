import type { ExtractedText } from '#contracts';

/** A place in a document's text where a picture stands, whose own text only recognition (OCR) can tell. */
export interface PictureSpot {
  /** Where in the extracted text the picture's own text belongs, after whatever ends there. */
  at: number;
  /** Number of the page (slide, part) on which it stands; null in formats without pages. */
  page: number | null;
  /** Index of the file that holds it, among {@link Pictures.files}; null: the document itself. */
  file: number | null;
  /** The picture is this page (1-based) of that file, a PDF; null: that file is the picture. */
  pdfPage: number | null;
  why: PictureReason;
}

/**
 * Why a picture is to be read. `picture`: it is one. `sparse`: a PDF page with so few words that it may be one.
 * `garbled`: a PDF page whose fonts do not tell which characters they show.
 */
export type PictureReason = 'picture' | 'sparse' | 'garbled';

/** The pictures of a document in the order of its text, and the files that hold them. */
export interface Pictures {
  spots: PictureSpot[];
  files: Uint8Array[];
}

/** What a parser makes of a file: its text, and the pictures that it cannot read itself. */
export interface ParsedText extends ExtractedText {
  pictures?: Pictures;
}
