import type { List, Root, RootContent, Table } from 'mdast';
import { writeHtmlFragment } from '../html/parse-html.js';
import { tableRows } from '../text/table-rows.js';
import type { TextBuilder } from '../text/text-builder.js';
import { inlineText } from './inline-text.js';

/** Where a block stands: how deep in lists, and the mark of the item that it opens. */
interface Place {
  depth: number;
  marker: string;
  tight: boolean;
}

const outside: Place = { depth: 0, marker: '', tight: false };

/** Writes a Markdown tree block by block. */
export function writeMarkdownBlocks(tree: Root, builder: TextBuilder): void {
  for (const node of tree.children) writeBlock(node, builder, outside);
}

/** Rules, link definitions and comments hold nothing to read and are passed over. */
function writeBlock(node: RootContent, builder: TextBuilder, place: Place): void {
  if (node.type === 'heading') {
    // An item's mark is no part of a heading's text.
    builder.add(inlineText(node.children), { level: node.depth, tight: place.tight });
  } else if (node.type === 'paragraph') {
    writeText(inlineText(node.children), builder, place);
  } else if (node.type === 'code') {
    writeText(node.value, builder, place);
  } else if (node.type === 'blockquote') {
    node.children.forEach((child, i) =>
      writeBlock(child, builder, i === 0 ? place : { ...place, marker: '', tight: false }),
    );
  } else if (node.type === 'list') {
    writeList(node, builder, place);
  } else if (node.type === 'table') {
    writeTable(node, builder);
  } else if (node.type === 'html') {
    writeHtmlFragment(node.value, builder);
  }
}

function writeText(text: string, builder: TextBuilder, place: Place): void {
  const indent = '  '.repeat(Math.min(Math.max(place.depth - 1, 0), 8));
  if (text !== '') builder.add(indent + place.marker + text, { tight: place.tight });
}

function writeList(list: List, builder: TextBuilder, place: Place): void {
  const depth = place.depth + 1;
  list.children.forEach((item, i) => {
    const marker = list.ordered === true ? `${(list.start ?? 1) + i}. ` : '- ';
    item.children.forEach((child, j) => {
      const first = i === 0 && j === 0;
      writeBlock(child, builder, {
        depth,
        marker: j === 0 ? marker : '',
        tight: !first || place.depth > 0,
      });
    });
  });
}

function writeTable(table: Table, builder: TextBuilder): void {
  const [header = [], ...rows] = table.children.map((row) =>
    row.children.map((cell) => inlineText(cell.children).replaceAll('\n', ' ')),
  );
  tableRows(header, rows).forEach((line, i) => builder.add(line, { tight: i > 0 }));
}
