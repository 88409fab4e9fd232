import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Document } from '@kotae/client';
import { formatNumber, t } from '../../i18n/language.js';
import { kotae } from '../../session/session.js';
import { Icon } from '../../ui/icon.js';
import type { Place } from '../open-source.js';
import { drawPage, type DrawnPage } from './draw-page.js';
import { openPdf, type OpenPdf } from './open-pdf.js';
import './pdf-view.css';

interface PdfViewProps {
  document: Document;
  place: Place;
  /** The document cannot be drawn at all. */
  onFailed: () => void;
}

/** A PDF as its pages, one at a time, with the place marked. */
export function PdfView({ document, place, onFailed }: PdfViewProps) {
  const page = useSignal(place.page ?? 1);
  const pages = useSignal(0);
  const pdf = useSignal<OpenPdf | null>(null);
  const marked = useSignal<DrawnPage['marked'] | null>(null);
  const quote = useSignal<string | null>(place.quote ?? null);
  const holder = useRef<HTMLDivElement>(null);

  useEffect(() => {
    page.value = place.page ?? 1;
    quote.value = place.quote ?? null;
    if (place.quote !== undefined || place.start === undefined || place.end === undefined) return undefined;
    // The address names the place by its offsets alone, after a reload for example.
    const abort = new AbortController();
    const { start, end, version } = place;
    kotae.value.documents.text(place.document_id, { start, end, version }, abort.signal).then(
      ({ text }) => (quote.value = text),
      () => undefined,
    );
    return () => abort.abort();
  }, [place.page, place.start, place.end]);

  useEffect(() => {
    const abort = new AbortController();
    const open = async (): Promise<void> => {
      const opened = await openPdf(document.id, abort.signal);
      pages.value = opened.pages;
      pdf.value = opened;
    };
    open().catch(() => !abort.signal.aborted && onFailed());
    return () => {
      abort.abort();
      pdf.value?.close();
    };
  }, [document.id, document.version]);

  useSignalEffect(() => {
    const [opened, number, wanted] = [pdf.value, page.value, quote.value];
    if (!opened || !holder.current) return undefined;
    const abort = new AbortController();
    const options = {
      into: holder.current,
      quote: number === place.page ? wanted : null,
      signal: abort.signal,
    };
    const draw = async (): Promise<void> => {
      const drawn = await drawPage(opened, number, options);
      marked.value = options.quote === null ? null : drawn.marked;
      drawn.firstMark?.scrollIntoView({ block: 'center' });
    };
    draw().catch(() => !abort.signal.aborted && onFailed());
    return () => abort.abort();
  });

  return (
    <div class="pdf">
      {marked.value === 'nowhere' && <p class="notice">{t.notOnPage}</p>}
      <div class="pdf-scroll" tabIndex={0} role="region" aria-label={t.pageOf(page.value, pages.value)}>
        <div ref={holder} class="pdf-page" />
      </div>
      <div class="pdf-pages">
        <button
          class="quiet icon-only"
          aria-label={t.previousPage}
          disabled={page.value <= 1}
          onClick={() => page.value--}
        >
          <Icon name="left" />
        </button>
        <span>
          {formatNumber(page.value)} / {formatNumber(pages.value)}
        </span>
        <button
          class="quiet icon-only"
          aria-label={t.nextPage}
          disabled={page.value >= pages.value}
          onClick={() => page.value++}
        >
          <Icon name="right" />
        </button>
      </div>
    </div>
  );
}
