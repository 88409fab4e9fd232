import { estimateTokens } from '#language';

/** Words, with what follows them up to the next; `word` boundaries never fall inside a character. */
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Shortest piece, in UTF-16 code units: a few words, or one of Japanese. */
const PIECE = 8;

/** Cuts a text into small pieces for streaming, as far as about `maxTokens` tokens reach; the first always counts. */
export function takeTokens(text: string, maxTokens: number): { pieces: string[]; complete: boolean } {
  const pieces: string[] = [];
  let taken = 0;
  let piece = '';
  for (const { segment, index } of segmenter.segment(text)) {
    piece += segment;
    if (piece.length < PIECE && index + segment.length < text.length) continue;
    taken += estimateTokens(piece);
    if (taken > maxTokens && pieces.length > 0) return { pieces, complete: false };
    pieces.push(piece);
    piece = '';
  }
  return { pieces, complete: true };
}
