import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { RtfReader } from './rtf-reader.js';
import { rtfTokens } from './rtf-tokens.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A Rich Text file: headings, paragraphs, tables, footnotes; in the code pages that its fonts name. */
export function parseRtf(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const builder = new TextBuilder(limits);
  const reader = new RtfReader(builder);
  for (const token of rtfTokens(bytes)) reader.take(token);
  const { title } = reader.end();
  return builder.build(mediaTypes.rtf, title);
}
