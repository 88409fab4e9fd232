import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import { writeHtmlBlocks } from '../html/write-html-blocks.js';
import { readingOrder } from '../layout/reading-order.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import type { ParseProgress } from '../parser.js';
import { TextBuilder } from '../text/text-builder.js';
import {
  attribute,
  descendants,
  elementAt,
  elements,
  localName,
  parseXml,
  textOf,
  type XmlNode,
} from '../xml/xml-node.js';
import { readPictures } from '../zip/read-pictures.js';
import { readZip } from '../zip/read-zip.js';
import { isEncrypted } from './encryption.js';
import { bodyElements } from './to-html.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A text of OpenOffice or LibreOffice Writer: headings, lists, tables, footnotes. */
export function parseOdt(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const { body, title, pictureOf } = openOpenDocument(bytes, limits, 'text');
  const builder = new TextBuilder(limits);
  writeHtmlBlocks({ type: 'root', children: bodyElements(body) }, builder, { pictureOf });
  return builder.build(mediaTypes.odt, title);
}

/** A presentation of Impress: each slide is a page with its number, its title a heading, then its frames, then notes. */
export function parseOdp(bytes: Uint8Array, limits: ParseLimits, onProgress?: ParseProgress): ParsedText {
  const { body, title, pictureOf } = openOpenDocument(bytes, limits, 'presentation');
  const slides = elements(body, 'page');
  if (slides.length > limits.maxPages) throw documentTooLarge(`it has ${slides.length} slides`, 'maxPages');
  const builder = new TextBuilder(limits);
  slides.forEach((slide, i) => {
    builder.startPage(i + 1);
    writeSlide(slide, builder, pictureOf);
    onProgress?.(i + 1, slides.length);
  });
  return builder.build(mediaTypes.odp, title);
}

type PictureOf = (href: string) => Uint8Array | undefined;

function openOpenDocument(
  bytes: Uint8Array,
  limits: ParseLimits,
  kind: 'text' | 'presentation',
): { body: XmlNode; title: string; pictureOf: PictureOf } {
  const parts = readZip(bytes, (name) => /^(?:content|meta|META-INF\/manifest)\.xml$/u.test(name), limits);
  if (isEncrypted(parts)) throw documentEncrypted();
  const body = elementAt(parseXml(parts.get('content.xml')), 'document-content', 'body', kind);
  if (!body) throw documentCorrupt('it holds no OpenDocument content');
  const pictures = readPictures(bytes, limits);
  return {
    body,
    pictureOf: (href) => pictures.get(href.replace(/^\.\//u, '')),
    title: textOf(elementAt(parseXml(parts.get('meta.xml')), 'document-meta', 'meta', 'title')),
  };
}

function writeSlide(slide: XmlNode, builder: TextBuilder, pictureOf: PictureOf): void {
  const shapes = elements(slide).filter((node) => localName(node) !== 'notes');
  const title = shapes.find((shape) => attribute(shape, 'class') === 'title');
  if (title) builder.add(descendants(title, 'p').map(textOf).join(' '), { level: 1 });
  const others = shapes.filter((shape) => shape !== title);
  for (const shape of readingOrder(others, placeOf)) {
    const children = bodyElements({ type: 'root', children: [shape] });
    writeHtmlBlocks({ type: 'root', children }, builder, { pictureOf });
  }
  for (const notes of elements(slide, 'notes')) {
    writeHtmlBlocks({ type: 'root', children: bodyElements(notes) }, builder);
  }
}

function placeOf(shape: XmlNode) {
  const [left, top] = [length(attribute(shape, 'x')), length(attribute(shape, 'y'))];
  return {
    left,
    top,
    right: left + length(attribute(shape, 'width')),
    bottom: top + length(attribute(shape, 'height')),
  };
}

const millimetres: Record<string, number> = {
  mm: 1,
  cm: 10,
  in: 25.4,
  pt: 25.4 / 72,
  pc: 25.4 / 6,
  px: 25.4 / 96,
};

/** A length like `2.5cm`, in millimetres. */
function length(written = ''): number {
  const [, value = '0', unit = 'mm'] = /^(-?[\d.]+)([a-z]+)$/u.exec(written) ?? [];
  return (Number(value) || 0) * (millimetres[unit] ?? 1);
}
