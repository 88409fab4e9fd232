import { collapseWhitespace } from '../text/join-lines.js';
import { blockTags, isHidden, skippedTags, tagOf, walkHtml, type HtmlNode } from './html-node.js';

/** The text of a node on one line, blocks inside it set apart by spaces. */
export function htmlText(root: HtmlNode): string {
  const parts: string[] = [];
  walkHtml(root, {
    enter(node) {
      if (node.type === 'text') parts.push(node.data ?? '');
      if (node !== root && (skippedTags.has(tagOf(node)) || isHidden(node))) return false;
      if (isBreak(node)) parts.push(BLOCK_EDGE);
      return true;
    },
    leave(node) {
      if (isBreak(node)) parts.push(BLOCK_EDGE);
    },
  });
  return parts.join('').split(BLOCK_EDGE).map(collapseWhitespace).filter(Boolean).join(' ');
}

const BLOCK_EDGE = '\u2029';

function isBreak(node: HtmlNode): boolean {
  return tagOf(node) === 'br' || blockTags.has(tagOf(node));
}
