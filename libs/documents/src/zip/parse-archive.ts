import { DocumentError, documentEmpty, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import type { ParseProgress, ReadPart } from '../parser.js';
import { writeParts } from '../parts/write-parts.js';
import { TextBuilder } from '../text/text-builder.js';
import { readZip } from './read-zip.js';
import type { ParsedText } from '../pictures/pictures.js';

/** What systems put into archives for themselves: resource forks, folder settings, thumbnails, hidden files. */
const systemFile = /(?:^|\/)(?:__MACOSX\/|\.|Thumbs\.db$|desktop\.ini$)/iu;

/**
 * An archive of documents: each file is a page, with its number among the files, under a heading of its path.
 * Files that cannot be read leave their names, unless there is no other.
 */
export async function parseArchive(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress: ParseProgress | undefined,
  readPart: ReadPart,
): Promise<ParsedText> {
  const files = readZip(bytes, (name) => !name.endsWith('/') && !systemFile.test(name), limits);
  const parts = [...files].map(([name, content]) => ({ name, bytes: content }));
  if (parts.length === 0) throw documentEmpty('The archive holds no files: upload one that does.');
  if (parts.length > limits.maxParts) throw documentTooLarge(`it holds ${parts.length} files`, 'maxParts');
  const builder = new TextBuilder(limits);
  const failures = await writeParts(parts, readPart, { builder, firstPage: 1, level: 1, onProgress });
  const [failure] = failures;
  if (failure && failures.length === parts.length) {
    throw new DocumentError(failure.code, `No file of the archive can be read. ${failure.message}`);
  }
  return builder.build(mediaTypes.zip, null, { headingsNameParts: true });
}
