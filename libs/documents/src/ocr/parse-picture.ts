import { documentEmpty } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import type { ParsedText } from '../pictures/pictures.js';
import { worthReading } from '../pictures/worth-reading.js';
import { TextBuilder } from '../text/text-builder.js';
import { pictureType } from './picture-type.js';

/** A picture as a part of a document (an attachment, a file of an archive): no text, until it is recognised. */
export function parsePicture(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  if (!worthReading(bytes)) throw documentEmpty('The picture is too small to show text.');
  const builder = new TextBuilder(limits);
  builder.addPicture({ file: bytes, pdfPage: null, why: 'picture' });
  return builder.build(pictureType(bytes.subarray(0, 16)) ?? 'image/unknown', null);
}
