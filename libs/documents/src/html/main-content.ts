import { tagOf, walkHtml, type HtmlNode } from './html-node.js';
import { htmlText } from './html-text.js';

/** A main element with less text than this, and less than a quarter of the page's, is decoration. */
const MIN_MAIN_CHARACTERS = 200;

/** The parts of a page worth reading. */
export interface MainContent {
  roots: HtmlNode[];
  /** Whether the page marks them itself; footers inside them are then known to be no content. */
  marked: boolean;
}

/**
 * The elements that hold the page's own content: `<main>`, else its articles; the whole page where it marks neither,
 * or marks something that holds next to nothing.
 */
export function mainContent(page: HtmlNode): MainContent {
  for (const marks of [isMain, isArticle]) {
    const roots = findOutermost(page, marks);
    if (roots.length > 0 && isSubstantial(roots, page)) return { roots, marked: true };
  }
  return { roots: [page], marked: false };
}

/** The first `<title>`, which may also stand outside a `<head>`. */
export function pageTitle(page: HtmlNode): string | null {
  const [title] = findOutermost(page, (node) => tagOf(node) === 'title');
  return title ? htmlText(title) : null;
}

/** Own search instead of CSS selectors, whose cost grows with the square of the nesting. */
function findOutermost(page: HtmlNode, wanted: (node: HtmlNode) => boolean): HtmlNode[] {
  const found: HtmlNode[] = [];
  walkHtml(page, {
    enter(node) {
      const hit = wanted(node);
      if (hit) found.push(node);
      return !hit && tagOf(node) !== 'svg';
    },
  });
  return found;
}

function isMain(node: HtmlNode): boolean {
  return tagOf(node) === 'main' || node.attribs?.['role'] === 'main';
}

function isArticle(node: HtmlNode): boolean {
  return tagOf(node) === 'article';
}

function isSubstantial(marked: HtmlNode[], page: HtmlNode): boolean {
  const length = marked.reduce((sum, node) => sum + htmlText(node).length, 0);
  return length >= MIN_MAIN_CHARACTERS || length * 4 >= htmlText(page).length;
}
