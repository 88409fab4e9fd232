import { load, type CheerioAPI } from 'cheerio/slim';
import { zipSync } from 'fflate';
import mammoth from 'mammoth';
import { documentCorrupt, unsupportedType } from '../document-errors.js';
import { writeHtmlBlocks } from '../html/write-html-blocks.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { readPictures } from '../zip/read-pictures.js';
import { readZip } from '../zip/read-zip.js';
import type { ParsedText } from '../pictures/pictures.js';

/** Paragraph styles that mean a heading besides the "Heading n" that mammoth knows. */
const styleMap = [
  "p[style-name='Title'] => h1.title:fresh",
  "p[style-name='Subtitle'] => p:fresh",
  "p[style-name='表題'] => h1.title:fresh",
  ...[1, 2, 3, 4, 5, 6].map((level) => `p[style-name='見出し ${level}'] => h${level}:fresh`),
];

/**
 * A Word file, by way of HTML: headings, lists, tables, footnotes, and the pictures that may show text. Only its XML
 * parts and those pictures are unpacked, under limits; embedded files are never touched.
 */
export async function parseDocx(bytes: Uint8Array, limits: ParseLimits): Promise<ParsedText> {
  const parts = readZip(bytes, (name) => /\.(?:xml|rels)$/iu.test(name), limits);
  if (![...parts.keys()].some((name) => name.startsWith('word/')))
    throw unsupportedType('a ZIP archive without a Word document in it');
  const pictures = readPictures(bytes, limits);
  // The library gets each picture's name in place of its bytes, and gives it back as the address of the picture.
  const names = [...pictures.keys()].map((name) => [name, new TextEncoder().encode(name)] as const);
  const $ = load(await toHtml(new Map([...parts, ...names])));
  // Note marks and the arrows back to them are links for a screen; "[1]" would also look like a citation.
  $(
    'a[href^="#footnote-ref-"], a[href^="#endnote-ref-"], sup:has(> a[href^="#footnote-"]), sup:has(> a[href^="#endnote-"])',
  ).remove();
  demoteBelowTitle($);
  const builder = new TextBuilder(limits);
  const pictureOf = (src: string) => pictures.get(src);
  for (const node of $.root().toArray()) writeHtmlBlocks(node, builder, { pictureOf });
  return builder.build(mediaTypes.docx, coreTitle(parts.get('docProps/core.xml')));
}

async function toHtml(parts: Map<string, Uint8Array>): Promise<string> {
  const buffer = Buffer.from(zipSync(Object.fromEntries(parts), { level: 0 }));
  try {
    const convertImage = mammoth.images.imgElement(async (image) => ({
      src: await image.readAsBuffer().then(String, () => ''),
    }));
    return (await mammoth.convertToHtml({ buffer }, { styleMap, convertImage })).value;
  } catch (error) {
    throw documentCorrupt('it is not a valid Word file', error);
  }
}

function coreTitle(xml: Uint8Array | undefined): string | null {
  if (!xml) return null;
  const title = load(new TextDecoder().decode(xml), { xml: true })('dc\\:title').first();
  return title.text().slice(0, 1000) || null;
}

/** Where a paragraph of style "Title" heads the document, its headings of level 1 stand below that. */
function demoteBelowTitle($: CheerioAPI): void {
  if ($('h1.title').length === 0) return;
  $('h1:not(.title), h2, h3, h4, h5').each((_, heading) => {
    heading.tagName = `h${Number(heading.tagName[1]) + 1}`;
  });
}
