import type { CheerioAPI } from 'cheerio/slim';
import type { HtmlNode } from './html-node.js';
import { htmlText } from './html-text.js';

/** A main element with less text than this, and less than a quarter of the page's, is decoration. */
const MIN_MAIN_CHARACTERS = 200;

/**
 * The elements that hold the page's own content: `<main>`, else its articles, without their footers; the whole page
 * where it marks neither, or marks something that holds next to nothing.
 */
export function mainContent($: CheerioAPI): HtmlNode[] {
  const page: HtmlNode[] = $.root().toArray();
  for (const selector of ['main, [role=main]', 'article']) {
    const marked: HtmlNode[] = $(selector)
      .filter((_, element) => $(element).parents(selector).length === 0)
      .toArray();
    if (marked.length > 0 && isSubstantial(marked, page)) {
      $(selector).find('footer, [role=navigation], [role=contentinfo]').remove();
      return marked;
    }
  }
  return page;
}

function isSubstantial(marked: HtmlNode[], page: HtmlNode[]): boolean {
  const length = textLength(marked);
  return length >= MIN_MAIN_CHARACTERS || length * 4 >= textLength(page);
}

function textLength(nodes: HtmlNode[]): number {
  return nodes.reduce((sum, node) => sum + htmlText(node).length, 0);
}
