import { posix } from 'node:path';
import { declaredEncoding } from '../detection/declared-encoding.js';
import { decodeText } from '../detection/decode-text.js';
import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import { parseXhtml } from '../html/parse-html.js';
import { writeHtmlBlocks } from '../html/write-html-blocks.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import {
  attribute,
  descendants,
  elementAt,
  elements,
  parseXml,
  textOf,
  type XmlNode,
} from '../xml/xml-node.js';
import { readPictures } from '../zip/read-pictures.js';
import { readZip } from '../zip/read-zip.js';
import type { ParsedText } from '../pictures/pictures.js';

/** An e-book: its chapters in reading order, as the web pages that they are, without the table of contents. */
export function parseEpub(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const parts = readZip(bytes, (name) => /\.(?:xml|opf|x?html?)$/iu.test(name), limits);
  const rootFile = descendants(parseXml(parts.get('META-INF/container.xml')), 'rootfile')[0];
  const packagePath = attribute(rootFile, 'full-path') ?? '';
  const book = elementAt(parseXml(parts.get(packagePath)), 'package');
  if (!book) throw documentCorrupt('it holds no e-book');
  const chapters = chapterPaths(book, packagePath);
  if (chapters.length > limits.maxPages)
    throw documentTooLarge(`it has ${chapters.length} chapters`, 'maxPages');
  refuseEncrypted(parts.get('META-INF/encryption.xml'), chapters);
  const pictures = readPictures(bytes, limits);
  const builder = new TextBuilder(limits);
  for (const path of chapters) {
    const chapter = parts.get(path);
    if (!chapter) continue;
    const pictureOf = (src: string) => pictures.get(posix.join(posix.dirname(path), decodePath(src)));
    const page = parseXhtml(decodeText(chapter, declaredEncoding(chapter)).text);
    writeHtmlBlocks(page, builder, { pictureOf });
  }
  return builder.build(mediaTypes.epub, textOf(elementAt(book, 'metadata', 'title')));
}

function chapterPaths(book: XmlNode, packagePath: string): string[] {
  const items = new Map(
    elements(elementAt(book, 'manifest'), 'item').map((item) => [attribute(item, 'id'), item]),
  );
  return elements(elementAt(book, 'spine'), 'itemref').flatMap((reference) => {
    const item = items.get(attribute(reference, 'idref'));
    const href = attribute(item, 'href');
    if (href === undefined || attribute(item, 'properties')?.split(' ').includes('nav') === true) return [];
    return posix.join(posix.dirname(packagePath), decodePath(href));
  });
}

function decodePath(href: string): string {
  try {
    return decodeURIComponent(href.replace(/#.*$/u, ''));
  } catch {
    return href;
  }
}

/** Fonts are often scrambled, which does not matter; chapters that are belong to a shop's copy protection. */
function refuseEncrypted(encryption: Uint8Array | undefined, chapters: string[]): void {
  const locked = descendants(parseXml(encryption), 'CipherReference').map((each) => attribute(each, 'URI'));
  if (chapters.some((chapter) => locked.includes(chapter))) throw documentEncrypted();
}
