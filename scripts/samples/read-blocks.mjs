import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';

/**
 * Reads the few kinds of Markdown blocks that the samples use.
 * @returns {({kind: 'heading', level: number, text: string} | {kind: 'paragraph' | 'item', text: string} |
 *   {kind: 'table', rows: string[][]})[]}
 */
export function readBlocks(markdown) {
  const tree = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  return tree.children.flatMap((node) => {
    if (node.type === 'heading') return [{ kind: 'heading', level: node.depth, text: textOf(node) }];
    if (node.type === 'paragraph') return [{ kind: 'paragraph', text: textOf(node) }];
    if (node.type === 'list') return node.children.map((item) => ({ kind: 'item', text: textOf(item) }));
    if (node.type === 'table') {
      return [{ kind: 'table', rows: node.children.map((row) => row.children.map(textOf)) }];
    }
    throw new Error(`The samples use no ${node.type}`);
  });
}

function textOf(node) {
  return node.value ?? node.children.map(textOf).join('');
}
