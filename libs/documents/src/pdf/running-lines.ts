import type { PageStore } from './page-store.js';
import type { TextLine } from './text-line.js';

/** Lines at each end of a page that may be a running header or footer. */
const EDGE_LINES = 3;
/** Share of the pages on which a line must repeat; left and right pages may differ. */
const MIN_SHARE = 0.4;
/** What is left of a line that is only a page number once its numbers are gone. */
const onlyPageNumber =
  /^[\s\-–—/.|()]*(?:page|p\.|ページ|頁)?[\s\-–—/.|()]*(?:of|中|ページ|頁)?[\s\-–—/.|()]*$/iu;

/** A line at the edge of a page that repeats on others. */
interface Running {
  /** The first page that has it at its top, and the last that has it at its bottom, by index. */
  firstTop: number;
  lastBottom: number;
}

/**
 * Drops running headers and footers: lines at a page's edge that repeat, page numbers aside, at the same place on
 * many pages. They would otherwise cut every sentence that runs over a page's end. The first header and the last
 * footer stay, since they may say what nothing else says, unless they are page numbers alone.
 */
export function dropRunningLines(pages: PageStore): void {
  if (pages.length < 2) return;
  const running = findRunning(pages);
  const isEmpty = [...Array(pages.length).keys()].every(
    (index) => keptLines(pages, index, running).length === 0,
  );
  if (isEmpty) return;
  for (let index = 0; index < pages.length; index++) pages.set(index, keptLines(pages, index, running));
}

function keptLines(pages: PageStore, index: number, running: Map<string, Running>): TextLine[] {
  const page = pages.get(index);
  const dropped = droppedLines(page, index, running);
  const rest = page.filter((line) => !dropped.has(line));
  // A page of nothing else says what it says, unless that is its number.
  return rest.length > 0 ? rest : page.filter((line) => !isPageNumber(line));
}

/** What repeats on enough pages, by its key. */
function findRunning(pages: PageStore): Map<string, Running> {
  const found = new Map<string, Running & { pages: number }>();
  let index = 0;
  for (const page of pages) {
    const { top, bottom } = edgeLines(page);
    const keysOf = (lines: TextLine[]) => new Set(lines.flatMap((line) => runningKeys(line, index)));
    const [tops, bottoms] = [keysOf(top), keysOf(bottom)];
    for (const key of new Set([...tops, ...bottoms])) {
      const known = found.get(key) ?? { firstTop: Infinity, lastBottom: -1, pages: 0 };
      if (tops.has(key)) known.firstTop = Math.min(known.firstTop, index);
      if (bottoms.has(key)) known.lastBottom = index;
      known.pages++;
      found.set(key, known);
    }
    index++;
  }
  const enough = Math.max(2, pages.length * MIN_SHARE);
  return new Map([...found].filter(([, { pages: count }]) => count >= enough));
}

function droppedLines(page: TextLine[], index: number, running: Map<string, Running>): Set<TextLine> {
  const dropped = new Set<TextLine>();
  const shown = new Set<string>();
  const drop = (lines: TextLine[], isShown: (line: Running) => boolean) => {
    for (const line of lines) {
      const key = runningKeys(line, index).find((candidate) => running.has(candidate));
      const known = key === undefined ? undefined : running.get(key);
      if (key === undefined || !known) continue;
      if (isShown(known) || shown.has(key) || isPageNumber(line)) dropped.add(line);
      shown.add(key);
    }
  };
  const { top, bottom } = edgeLines(page);
  drop(top, ({ firstTop }) => firstTop < index);
  drop(bottom, ({ firstTop, lastBottom }) => firstTop < Infinity || lastBottom > index);
  return dropped;
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
