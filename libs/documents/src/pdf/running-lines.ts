import type { TextLine } from './text-line.js';

/** Lines at each end of a page that may be a running header or footer. */
const EDGE_LINES = 3;
/** Share of the pages on which a line must repeat; left and right pages may differ. */
const MIN_SHARE = 0.4;
/** What is left of a line that is only a page number once its numbers are gone. */
const onlyPageNumber =
  /^[\s\-–—/.|()]*(?:page|p\.|ページ|頁)?[\s\-–—/.|()]*(?:of|中|ページ|頁)?[\s\-–—/.|()]*$/iu;

/**
 * Drops running headers and footers: lines at a page's edge that repeat, page numbers aside, at the same place on
 * many pages. They would otherwise cut every sentence that runs over a page's end. The first header and the last
 * footer stay, since they may say what nothing else says, unless they are page numbers alone.
 */
export function dropRunningLines(pages: TextLine[][]): TextLine[][] {
  if (pages.length < 2) return pages;
  const edges = pages.map(edgeLines);
  const counts = new Map<string, number>();
  edges.forEach(({ top, bottom }, index) => {
    const keys = [...top, ...bottom].flatMap((line) => runningKeys(line, index));
    for (const key of new Set(keys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  const enough = Math.max(2, pages.length * MIN_SHARE);
  const dropped = new Set<TextLine>();
  const shown = new Set<string>();
  const drop = (lines: TextLine[], index: number) => {
    for (const line of lines) {
      const key = runningKeys(line, index).find((candidate) => (counts.get(candidate) ?? 0) >= enough);
      if (key === undefined) continue;
      if (shown.has(key) || isPageNumber(line)) dropped.add(line);
      shown.add(key);
    }
  };
  edges.forEach(({ top }, index) => drop(top, index));
  edges.toReversed().forEach(({ bottom }, index) => drop(bottom, pages.length - 1 - index));
  const kept = pages.map((page) => {
    const rest = page.filter((line) => !dropped.has(line));
    // A page of nothing else says what it says, unless that is its number.
    return rest.length > 0 ? rest : page.filter((line) => !isPageNumber(line));
  });
  return kept.some((page) => page.length > 0) ? kept : pages;
}

function isPageNumber({ text }: TextLine): boolean {
  return onlyPageNumber.test(text.replace(/\p{N}+/gu, ''));
}

function edgeLines(page: TextLine[]): { top: TextLine[]; bottom: TextLine[] } {
  const byPlace = page.toSorted((a, b) => a.across - b.across);
  const half = Math.min(EDGE_LINES, Math.ceil(byPlace.length / 2));
  return { top: byPlace.slice(0, half), bottom: byPlace.slice(half).slice(-half) };
}

/**
 * What a line has in common with its repetitions: its place and its text, with the first or the last number given
 * relative to the page, so that page numbers agree and all other numbers do not.
 */
function runningKeys(line: TextLine, pageIndex: number): string[] {
  const place = `${Math.round(line.across / 4)} ${line.angle} `;
  const relative = (number: string) => `#${Number(number) - pageIndex}`;
  return [
    line.text,
    line.text.replace(/[0-9]+/u, relative),
    line.text.replace(/[0-9]+(?![^]*[0-9])/u, relative),
  ].map((text) => place + text);
}
