import type { ExtractedText } from '#contracts';
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
import { readZip } from '../zip/read-zip.js';
import { isEncrypted } from './encryption.js';
import { bodyElements } from './to-html.js';

/** A text of OpenOffice or LibreOffice Writer: headings, lists, tables, footnotes. */
export function parseOdt(bytes: Uint8Array, limits: ParseLimits): ExtractedText {
  const { body, title } = openOpenDocument(bytes, limits, 'text');
  const builder = new TextBuilder(limits.maxCharacters);
  writeHtmlBlocks({ type: 'root', children: bodyElements(body) }, builder);
  return builder.build(mediaTypes.odt, title);
}

/** A presentation of Impress: each slide is a page with its number, its title a heading, then its frames, then notes. */
export function parseOdp(bytes: Uint8Array, limits: ParseLimits, onProgress?: ParseProgress): ExtractedText {
  const { body, title } = openOpenDocument(bytes, limits, 'presentation');
  const slides = elements(body, 'page');
  if (slides.length > limits.maxPages) throw documentTooLarge(`it has ${slides.length} slides`);
  const builder = new TextBuilder(limits.maxCharacters);
  slides.forEach((slide, i) => {
    builder.startPage(i + 1);
    writeSlide(slide, builder);
    onProgress?.(i + 1, slides.length);
  });
  return builder.build(mediaTypes.odp, title);
}

function openOpenDocument(
  bytes: Uint8Array,
  limits: ParseLimits,
  kind: 'text' | 'presentation',
): { body: XmlNode; title: string } {
  const parts = readZip(bytes, (name) => /^(?:content|meta|META-INF\/manifest)\.xml$/u.test(name), limits);
  if (isEncrypted(parts)) throw documentEncrypted();
  const body = elementAt(parseXml(parts.get('content.xml')), 'document-content', 'body', kind);
  if (!body) throw documentCorrupt('it holds no OpenDocument content');
  return {
    body,
    title: textOf(elementAt(parseXml(parts.get('meta.xml')), 'document-meta', 'meta', 'title')),
  };
}

function writeSlide(slide: XmlNode, builder: TextBuilder): void {
  const shapes = elements(slide).filter((node) => localName(node) !== 'notes');
  const title = shapes.find((shape) => attribute(shape, 'class') === 'title');
  if (title) builder.add(descendants(title, 'p').map(textOf).join(' '), { level: 1 });
  const others = shapes.filter((shape) => shape !== title);
  for (const shape of readingOrder(others, placeOf)) {
    writeHtmlBlocks({ type: 'root', children: bodyElements({ type: 'root', children: [shape] }) }, builder);
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
