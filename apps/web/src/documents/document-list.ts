import { signal } from '@preact/signals';
import type { Document } from '@kotae/client';
import { kotae } from '../session/session.js';

/** The documents of the collection that is shown, those that are being read with their progress. */
export const documents = signal<Document[] | null>(null);
export const listProblem = signal<unknown>(null);
export const nextPage = signal<string | null>(null);

/** Documents followed through streams of their own: a browser opens six connections to a service at most. */
const FOLLOWED = 2;
/** Between looks at the others, in milliseconds. */
const LOOK_MS = 2000;

let shown: { collection: string; abort: AbortController } | null = null;
const followed = new Set<string>();

/** Shows a collection's documents and keeps what is shown up to date, until the returned function is called. */
export function showDocuments(collection: string): () => void {
  const abort = new AbortController();
  shown = { collection, abort };
  documents.value = null;
  nextPage.value = null;
  void loadDocuments();
  const timer = setInterval(() => void lookAtOpen(abort.signal), LOOK_MS);
  return () => {
    clearInterval(timer);
    abort.abort();
    followed.clear();
  };
}

/** Loads the first page of the list, or one more. */
export async function loadDocuments(cursor?: string): Promise<void> {
  if (!shown) return;
  const { collection, abort } = shown;
  try {
    const page = await kotae.value.documents.list(collection, { limit: 200, cursor }, abort.signal);
    documents.value = [...(cursor ? (documents.value ?? []) : []), ...page.items];
    nextPage.value = page.next_cursor;
    listProblem.value = null;
    followSome(abort.signal);
  } catch (error) {
    if (!abort.signal.aborted) listProblem.value = error;
  }
}

/** Puts a document, new or changed, in its place. */
export function showDocument(document: Document): void {
  if (!shown || document.collection !== shown.collection) return;
  const known = documents.value ?? [];
  const isKnown = known.some(({ id }) => id === document.id);
  documents.value = isKnown
    ? known.map((each) => (each.id === document.id ? document : each))
    : [...known, document];
  followSome(shown.abort.signal);
}

export function hideDocument(id: string): void {
  documents.value = documents.value?.filter((each) => each.id !== id) ?? null;
}

/** Whether it is being read, or waits for that. */
export function isOpen({ status }: Document): boolean {
  return status === 'queued' || status === 'processing';
}

/** Follows what is being read, as far as there are streams for it. */
function followSome(signal: AbortSignal): void {
  const open = (documents.value ?? []).filter(isOpen);
  const first = [...open].sort(
    (a, b) => Number(b.status === 'processing') - Number(a.status === 'processing'),
  );
  for (const { id } of first) {
    if (followed.size >= FOLLOWED) return;
    if (!followed.has(id)) void followOne(id, signal);
  }
}

async function followOne(id: string, signal: AbortSignal): Promise<void> {
  followed.add(id);
  try {
    for await (const event of kotae.value.documents.follow(id, { signal })) showDocument(event.data);
  } catch {
    // It was deleted, or the page has gone on to something else; the next look at the list says what holds.
  } finally {
    followed.delete(id);
    if (!signal.aborted) followSome(signal);
  }
}

/** Looks at those that wait and those that are read without a stream. */
async function lookAtOpen(signal: AbortSignal): Promise<void> {
  const open = (documents.value ?? []).filter((each) => isOpen(each) && !followed.has(each.id));
  for (const { id } of open.slice(0, 20)) {
    try {
      showDocument(await kotae.value.documents.get(id, signal));
    } catch {
      return;
    }
  }
}
