import { DocumentError } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { worthReading } from '../pictures/worth-reading.js';
import { readZip, zipNames } from './read-zip.js';

const pictureName = /\.(?:png|jpe?g|tiff?|gif|webp)$/iu;

/**
 * The pictures in a ZIP container that are large enough to show text, by the names of their parts, within the limits
 * for pictures. One that is damaged or does not fit is left out: a document is not refused for its pictures.
 */
export function readPictures(bytes: Uint8Array, limits: ParseLimits): Map<string, Uint8Array> {
  const pictures = new Map<string, Uint8Array>();
  let left = limits.maxPictureBytes;
  for (const name of zipNames(bytes).filter((each) => pictureName.test(each))) {
    if (pictures.size >= limits.maxPictures) break;
    try {
      const part = readZip(bytes, (each) => each === name, { ...limits, maxZipBytes: left }).get(name);
      if (!part || !worthReading(part)) continue;
      pictures.set(name, part);
      left -= part.length;
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
    }
  }
  return pictures;
}
