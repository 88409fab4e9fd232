import type { PageSpan } from '#contracts';

/** The page on which `offset` lies, or after which it lies in a gap; null when the document has no pages. */
export function pageAt(pages: readonly PageSpan[], offset: number): number | null {
  let low = 0;
  let high = pages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pages[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return (pages[low - 1] ?? pages[0])?.page ?? null;
}
