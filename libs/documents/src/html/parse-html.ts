import { load } from 'cheerio/slim';
import { declaredEncoding } from '../detection/declared-encoding.js';
import { decodeText } from '../detection/decode-text.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import type { HtmlNode } from './html-node.js';
import { mainContent, pageTitle } from './main-content.js';
import { writeHtmlBlocks } from './write-html-blocks.js';
import type { ParsedText } from '../pictures/pictures.js';

/** A web page: its main content with headings, lists and tables, without navigation, scripts and hidden parts. */
export function parseHtml(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const { text } = decodeText(bytes, declaredEncoding(bytes));
  const page = parseTree(text);
  const { roots, marked } = mainContent(page);
  const builder = new TextBuilder(limits);
  for (const root of roots) writeHtmlBlocks(root, builder, { withoutFooters: marked });
  return builder.build(mediaTypes.html, pageTitle(page));
}

/** Writes a piece of HTML (from Markdown or from a converted Word file) into a text that is being built. */
export function writeHtmlFragment(html: string, builder: TextBuilder): void {
  writeHtmlBlocks(parseTree(html), builder);
}

/**
 * Parses a chapter of an e-book. It is XML, in which any element may close itself, so a browser's rules would take all
 * that follows a `<title/>` for its text; but it knows HTML's entities, as a parser of mere XML does not.
 */
export function parseXhtml(xhtml: string): HtmlNode {
  const [page] = load(xhtml, { xml: { xmlMode: false, recognizeSelfClosing: true } })
    .root()
    .toArray();
  return page ?? { type: 'root' };
}

function parseTree(html: string): HtmlNode {
  const [page] = load(html).root().toArray();
  return page ?? { type: 'root' };
}
