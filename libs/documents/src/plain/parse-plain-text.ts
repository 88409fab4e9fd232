import { decodeText } from '../detection/decode-text.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import type { ParsedText } from '../pictures/pictures.js';

/** Plain text is taken as it stands, decoded and cleaned. */
export function parsePlainText(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const builder = new TextBuilder(limits);
  builder.add(decodeText(bytes).text);
  return builder.build(mediaTypes.text, null);
}
