import { useSignal } from '@preact/signals';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef } from 'preact/hooks';
import { KotaeError, type Document } from '@kotae/client';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { Icon } from '../ui/icon.js';
import { Problem } from '../ui/problem.js';
import { useLoaded } from '../ui/use-loaded.js';
import { downloadOriginal } from './download-original.js';
import { closeSource, shownPlace, type Place } from './open-source.js';
import { TextView } from './text-view.js';

/** pdf.js is larger than all the rest of the page together: only those who open a PDF load it. */
const PdfView = lazy(async () => (await import('./pdf/pdf-view.js')).PdfView);

/** The source beside what is being read; nothing while none is open. */
export function SourcePanel() {
  const place = shownPlace.value;
  return place && <Panel key={place.document_id} place={place} />;
}

function Panel({ place }: { place: Place }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const { value, problem } = useLoaded(
    (signal) => kotae.value.documents.get(place.document_id, signal),
    [place.document_id],
  );
  const document = value.value;
  useEffect(() => heading.current?.focus(), [place.document_id, place.start]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !globalThis.document.querySelector('dialog[open]')) closeSource();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  const gone = problem.value instanceof KotaeError && problem.value.code === 'document_not_found';
  return (
    <aside class="source-panel" aria-labelledby="source-title">
      <header class="source-head">
        <div>
          <h2 id="source-title" ref={heading} tabIndex={-1}>
            {document?.name ?? t.source}
          </h2>
          <p class="hint">
            {[t.version(place.version), place.page === null ? '' : t.page(place.page), place.heading]
              .filter((part) => part !== '')
              .join(' · ')}
          </p>
        </div>
        <div class="actions">
          {document && (
            <button
              class="quiet icon-only"
              aria-label={t.download}
              title={t.download}
              onClick={() =>
                void downloadOriginal(document).catch((error: unknown) => (problem.value = error))
              }
            >
              <Icon name="download" />
            </button>
          )}
          <button
            class="quiet icon-only"
            aria-label={t.closeSource}
            title={t.closeSource}
            onClick={closeSource}
          >
            <Icon name="close" />
          </button>
        </div>
      </header>
      {gone ? <Gone quote={place.quote} /> : <Problem of={problem.value} />}
      {document && <Views document={document} place={place} />}
    </aside>
  );
}

function Gone({ quote }: { quote: string | undefined }) {
  return (
    <div class="source-body-text">
      <p>{t.documentGone}</p>
      {quote !== undefined && <blockquote>{quote}</blockquote>}
    </div>
  );
}

/** A PDF as pages or as text, everything else as text. */
function Views({ document, place }: { document: Document; place: Place }) {
  const isPdf = document.media_type === 'application/pdf';
  const isNewest = place.version === document.version;
  const wanted = useSignal<'page' | 'text'>('page');
  const failed = useSignal(false);
  const asPage = isPdf && isNewest && place.page !== null && wanted.value === 'page';
  return (
    <>
      {isPdf && isNewest && place.page !== null && (
        <div class="switch" role="group">
          {(['page', 'text'] as const).map((view) => (
            <button
              key={view}
              aria-pressed={wanted.value === view}
              onClick={() => {
                failed.value = false;
                wanted.value = view;
              }}
            >
              {view === 'page' ? t.asPage : t.asText}
            </button>
          ))}
        </div>
      )}
      {failed.value && <p class="notice">{t.pageFailed}</p>}
      {isPdf && !isNewest && <p class="notice">{t.olderVersion(place.version)}</p>}
      {asPage ? (
        <Suspense fallback={<p class="hint">{t.loading}</p>}>
          <PdfView
            document={document}
            place={place}
            onFailed={() => {
              failed.value = true;
              wanted.value = 'text';
            }}
          />
        </Suspense>
      ) : (
        <TextView place={place} />
      )}
    </>
  );
}
