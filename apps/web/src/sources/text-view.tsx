import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.js';
import { kotae } from '../session/session.js';
import { Problem } from '../ui/problem.js';
import type { Place } from './open-source.js';

/** Text shown around a place, and added with each step, in UTF-16 code units. */
const AROUND = 6000;

interface Shown {
  text: string;
  start: number;
  end: number;
  length: number;
}

/** The extracted text around the place, scrolled to it, with exactly its span marked. */
export function TextView({ place }: { place: Place }) {
  const shown = useSignal<Shown | null>(null);
  const problem = useSignal<unknown>(null);
  const mark = useRef<HTMLElement>(null);
  const { document_id: id, version } = place;

  const read = (start: number, end: number, signal?: AbortSignal): Promise<Shown> =>
    kotae.value.documents.text(id, { start: Math.max(0, start), end, version }, signal);
  useEffect(() => {
    const abort = new AbortController();
    shown.value = null;
    problem.value = null;
    const load =
      place.start === undefined
        ? readHeading(place, read)
        : read(place.start - AROUND, (place.end ?? 0) + AROUND);
    load.then(
      (range) => !abort.signal.aborted && (shown.value = range),
      (error: unknown) => !abort.signal.aborted && (problem.value = error),
    );
    return () => abort.abort();
  }, [id, version, place.start, place.end, place.heading]);
  useEffect(() => mark.current?.scrollIntoView({ block: 'center' }), [shown.value !== null, place.start]);

  const extend = async (direction: 'earlier' | 'later'): Promise<void> => {
    const now = shown.value;
    if (!now) return;
    try {
      if (direction === 'earlier') {
        const added = await read(now.start - AROUND, now.start);
        shown.value = { ...now, start: added.start, text: added.text + now.text };
      } else {
        const added = await read(now.end, now.end + AROUND);
        shown.value = { ...now, end: added.end, text: now.text + added.text };
      }
    } catch (error) {
      problem.value = error;
    }
  };

  const range = shown.value;
  if (!range)
    return problem.value === null ? <p class="hint">{t.loading}</p> : <Problem of={problem.value} />;
  const from = (place.start ?? range.start) - range.start;
  const to = (place.end ?? range.start) - range.start;
  return (
    <div class="source-body-text" tabIndex={0} role="region" aria-label={t.asText}>
      <Problem of={problem.value} />
      {range.start > 0 && (
        <button class="quiet" onClick={() => void extend('earlier')}>
          {t.earlierText}
        </button>
      )}
      <div class="extracted">
        {range.text.slice(0, from)}
        {to > from && <mark ref={mark}>{range.text.slice(from, to)}</mark>}
        {range.text.slice(Math.max(from, to))}
      </div>
      {range.end < range.length && (
        <button class="quiet" onClick={() => void extend('later')}>
          {t.laterText}
        </button>
      )}
    </div>
  );
}

/** The text from the innermost heading on, as far as it can be found; else from the beginning. */
async function readHeading(
  { heading }: Place,
  read: (start: number, end: number) => Promise<Shown>,
): Promise<Shown> {
  const whole = await read(0, AROUND * 50);
  const last = heading.split(' > ').at(-1) ?? '';
  const at = last === '' ? -1 : whole.text.indexOf(last);
  const start = Math.max(0, at);
  const end = Math.min(whole.text.length, start + AROUND * 2);
  return { ...whole, start, end, text: whole.text.slice(start, end) };
}
