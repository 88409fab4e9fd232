import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { decodeText } from '../detection/decode-text.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { splitFrontMatter } from './front-matter.js';
import { writeMarkdownBlocks } from './write-markdown-blocks.js';
import type { ParsedText } from '../pictures/pictures.js';

/** Markdown as plain, readable text: marks are gone, code is kept, links show their text, tables read row by row. */
export function parseMarkdown(bytes: Uint8Array, limits: ParseLimits): ParsedText {
  const { title, body } = splitFrontMatter(decodeText(bytes).text);
  const tree = fromMarkdown(body, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const builder = new TextBuilder(limits);
  writeMarkdownBlocks(tree, builder);
  return builder.build(mediaTypes.markdown, title);
}
