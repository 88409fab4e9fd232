import { TextLayer } from 'pdfjs-dist';
import { findQuote, type PieceSpan } from './find-quote.js';
import type { OpenPdf } from './open-pdf.js';

export interface DrawnPage {
  /** How much of the quote was marked: all, its beginning (it goes on on the next page), or nothing. */
  marked: 'all' | 'beginning' | 'nowhere';
  firstMark: Element | undefined;
}

/** Sharpest picture, in pixels per CSS pixel: more costs memory that phones do not have. */
const MAX_DENSITY = 2;

/** Draws a page as wide as its holder, lays its text over it, and marks the quote there. */
export async function drawPage(
  pdf: OpenPdf,
  number: number,
  { into, quote, signal }: { into: HTMLElement; quote: string | null; signal: AbortSignal },
): Promise<DrawnPage> {
  const page = await pdf.page(number);
  signal.throwIfAborted();
  const scale = into.clientWidth / page.getViewport({ scale: 1 }).width;
  const viewport = page.getViewport({ scale });
  const density = Math.min(MAX_DENSITY, devicePixelRatio);

  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const drawing = page.render({ canvas, viewport, transform: [density, 0, 0, density, 0, 0] });
  signal.addEventListener('abort', () => drawing.cancel());
  const layer = document.createElement('div');
  layer.className = 'text-layer';
  const text = new TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport });
  await Promise.all([drawing.promise, text.render()]);
  signal.throwIfAborted();

  into.style.setProperty('--total-scale-factor', String(scale));
  into.style.height = `${viewport.height}px`;
  into.replaceChildren(canvas, layer);
  const found = quote === null ? null : findQuote(text.textContentItemsStr, quote);
  if (!found) return { marked: 'nowhere', firstMark: undefined };
  const marks = markSpans(found.spans, text.textDivs, into);
  into.prepend(...marks);
  return { marked: found.whole ? 'all' : 'beginning', firstMark: marks[0] };
}

/** One box behind each span of text. */
function markSpans(
  spans: readonly PieceSpan[],
  divs: readonly HTMLElement[],
  page: HTMLElement,
): HTMLElement[] {
  const origin = page.getBoundingClientRect();
  return spans.flatMap(({ piece, start, end }) => {
    const node = divs[piece]?.firstChild;
    if (!node) return [];
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const box = range.getBoundingClientRect();
    const mark = document.createElement('mark');
    mark.className = 'page-mark';
    // What is marked, for whoever cannot see where.
    mark.dataset['text'] = range.toString();
    Object.assign(mark.style, {
      left: `${box.left - origin.left}px`,
      top: `${box.top - origin.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    return [mark];
  });
}
