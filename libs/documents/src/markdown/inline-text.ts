import type { PhrasingContent } from 'mdast';
import { collapseWhitespace, HARD_BREAK } from '../text/join-lines.js';

/** The text of a paragraph, heading or cell: links by their text, images by their description, no marks. */
export function inlineText(nodes: readonly PhrasingContent[]): string {
  return collapseWhitespace(rawText(nodes));
}

function rawText(nodes: readonly PhrasingContent[]): string {
  return nodes.map(oneNode).join('');
}

function oneNode(node: PhrasingContent): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return HARD_BREAK;
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    case 'html':
      return /^<br\b/iu.test(node.value) ? HARD_BREAK : '';
    case 'emphasis':
    case 'strong':
    case 'delete':
    case 'link':
    case 'linkReference':
      return rawText(node.children);
    case 'footnoteReference':
      return '';
    default:
      return node satisfies never;
  }
}
