import { computed } from '@preact/signals';
import { addressWith, navigate, query } from '../routes/router.js';

/** A place in a document: what a citation, a search result or a passage points at. */
export interface Place {
  document_id: string;
  version: number;
  /** UTF-16 offsets into the text of that version; without them the place is a page or a heading. */
  start?: number;
  end?: number;
  page: number | null;
  heading: string;
  quote?: string;
}

/** What was quoted, by place, for the case that the document is deleted meanwhile. */
const quotes = new Map<string, string>();

/** The place that is shown, which is in the address: it can be sent to somebody, and survives a reload. */
export const shownPlace = computed((): Place | null => {
  const params = query();
  const id = params.get('doc');
  if (id === null) return null;
  const place = {
    document_id: id,
    version: Number(params.get('v') ?? 1),
    start: offset(params.get('start')),
    end: offset(params.get('end')),
    page: offset(params.get('page')) ?? null,
    heading: params.get('heading') ?? '',
  };
  return { ...place, quote: quotes.get(keyOf(place)) };
});

/** What had the focus when the source was opened, which gets it back. */
let opener: Element | null = null;

/** Shows a place beside what is being read. */
export function openSource(place: Place): void {
  opener = document.activeElement;
  if (place.quote !== undefined) quotes.set(keyOf(place), place.quote);
  const { document_id, version, start, end, page, heading } = place;
  navigate(
    addressWith({
      doc: document_id,
      v: String(version),
      start: start === undefined ? null : String(start),
      end: end === undefined ? null : String(end),
      page: page === null ? null : String(page),
      heading: heading === '' ? null : heading,
    }),
  );
}

/** Closes the source and goes back to where the user was. */
export function closeSource(): void {
  navigate(addressWith({ doc: null, v: null, start: null, end: null, page: null, heading: null }));
  const back = opener;
  requestAnimationFrame(() => {
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  });
}

function offset(value: string | null): number | undefined {
  return value !== null && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}

function keyOf({ document_id, version, start, end }: Place): string {
  return `${document_id}:${version}:${start}:${end}`;
}
