import type { ExtractedText, TextFacts, TextPiece } from '#contracts';
import { EncodingScan } from '../detection/encoding-scan.js';
import { decoderOf } from '../detection/decode-text.js';
import { documentEmpty, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { joinPieces } from '../pieces/cut-pieces.js';
import { sourceOf, type FileSource } from '../pieces/file-source.js';
import { LineCleaner } from './line-cleaner.js';

/** Offsets are stored as signed 32-bit integers. */
const LONGEST = 2 ** 31 - 1;

/**
 * Reads plain text of any length in two passes, one to find its encoding and one to decode and clean it, and holds
 * no more of it than a piece. `onRead` is told the bytes that the second pass has seen.
 * @throws {DocumentError} `document_empty`; `document_too_large` when its offsets would not fit.
 */
export async function readPlainText(
  source: FileSource,
  onPiece: (piece: TextPiece) => Promise<void> | void,
  onRead?: (bytes: number) => void,
): Promise<TextFacts> {
  const scan = new EncodingScan();
  for await (const chunk of source.open()) scan.push(chunk);
  const decoder = decoderOf(scan.encoding());
  const cleaner = new LineCleaner();
  let length = 0;
  let seen = 0;
  const emit = async (texts: string[]): Promise<void> => {
    for (const text of texts) {
      if (length + text.length > LONGEST) {
        throw documentTooLarge(`its text is longer than ${LONGEST} characters`, null);
      }
      await onPiece({ start: length, text, pages: [], headings: [] });
      length += text.length;
    }
  };
  for await (const chunk of source.open()) {
    await emit(cleaner.push(decoder.decode(chunk, { last: false })));
    seen += chunk.length;
    onRead?.(seen);
  }
  await emit(cleaner.push(decoder.decode(new Uint8Array(0), { last: true })));
  await emit(cleaner.end());
  if (!cleaner.hasWords) throw documentEmpty();
  return { mediaType: mediaTypes.text, title: null, length, pages: null };
}

/** Plain text in memory, within the limit for texts that are read whole. */
export async function parsePlainText(bytes: Uint8Array, limits: ParseLimits): Promise<ExtractedText> {
  const pieces: TextPiece[] = [];
  const facts = await readPlainText(sourceOf(bytes), (piece) => {
    pieces.push(piece);
    if (piece.start + piece.text.length > limits.maxCharacters) {
      throw documentTooLarge(`its text is longer than ${limits.maxCharacters} characters`, 'maxCharacters');
    }
  });
  return joinPieces(pieces, facts);
}
