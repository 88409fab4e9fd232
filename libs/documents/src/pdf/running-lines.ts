import type { TextLine } from './page-lines.js';

/** Lines at each end of a page that may be a running header or footer. */
const EDGE_LINES = 3;
/** Fewer pages than this do not show what repeats. */
const MIN_PAGES = 4;
/** Share of the pages on which a line must repeat; left and right pages may differ. */
const MIN_SHARE = 0.4;

/**
 * Drops running headers and footers: lines at a page's edge that repeat, numbers aside, at the same place on many
 * pages. They would otherwise cut every sentence that runs over a page's end. The first one stays, since it may say
 * what nothing else says, unless it is only a page number.
 */
export function dropRunningLines(pages: TextLine[][]): TextLine[][] {
  if (pages.length < MIN_PAGES) return pages;
  const counts = new Map<string, number>();
  for (const page of pages) {
    for (const key of new Set([...edgeLines(page)].map(runningKey)))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const shown = new Set<string>();
  return pages.map((page) => {
    const edges = edgeLines(page);
    return page.filter((line) => {
      const key = runningKey(line);
      if (!edges.has(line) || (counts.get(key) ?? 0) < Math.max(3, pages.length * MIN_SHARE)) return true;
      const first = !shown.has(key);
      shown.add(key);
      return (
        first &&
        !/^[\s#\-–—/.|()]*(?:page|ページ|頁|of)?[\s#\-–—/.|()]*(?:of|ページ|頁)?[\s#]*$/iu.test(
          maskNumbers(line.text),
        )
      );
    });
  });
}

function edgeLines(page: TextLine[]): Set<TextLine> {
  const byPlace = [...page].sort((a, b) => a.across - b.across);
  return new Set([...byPlace.slice(0, EDGE_LINES), ...byPlace.slice(-EDGE_LINES)]);
}

function runningKey(line: TextLine): string {
  return `${Math.round(line.across / 4)} ${line.angle} ${maskNumbers(line.text)}`;
}

function maskNumbers(text: string): string {
  return text.replace(/\p{N}+/gu, '#');
}
