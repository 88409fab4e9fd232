import { signal, type Signal } from '@preact/signals';
import type { Document } from '@kotae/client';
import { kotae } from '../session/session.js';
import type { NamedFile } from './read-entries.js';

/** A file on its way to the service. */
export interface Upload {
  /** Tells it from another one of the same name. */
  id: number;
  name: string;
  collection: string;
  /** Share that has been sent, 0 to 1; null while it waits. */
  sent: Signal<number | null>;
  /** The document that it became. */
  document: Signal<Document | null>;
  problem: Signal<unknown>;
  file: File;
  tags: string[];
}

/** Files sent at once: more would only share the same line, and a browser opens few connections. */
const AT_ONCE = 3;

/** Uploads that are not over, and those that were not taken. */
export const uploads = signal<Upload[]>([]);
const waiting: Upload[] = [];
let running = 0;
let count = 0;

/** Called with every document that the service has accepted. */
export type OnAccepted = (document: Document) => void;

/** Uploads files, a few at a time. What became of files of the same names before is of no interest any more. */
export function upload(files: NamedFile[], collection: string, tags: string[], onAccepted: OnAccepted): void {
  const added = files.map(({ name, file }) => ({
    id: ++count,
    name,
    file,
    tags,
    collection,
    sent: signal<number | null>(null),
    document: signal<Document | null>(null),
    problem: signal<unknown>(null),
  }));
  const names = new Set(files.map(({ name }) => name));
  const isStale = (each: Upload): boolean =>
    isOver(each) && each.collection === collection && names.has(each.name);
  uploads.value = [...uploads.value.filter((each) => !isStale(each)), ...added];
  waiting.push(...added);
  startMore(onAccepted);
}

/** Tries an upload again that was not taken. */
export function tryAgain(failed: Upload, onAccepted: OnAccepted): void {
  failed.problem.value = null;
  failed.sent.value = null;
  waiting.push(failed);
  startMore(onAccepted);
}

/** Whether it has become a document or was not taken. */
export function isOver({ problem, document }: Upload): boolean {
  return problem.value !== null || document.value !== null;
}

export function dismiss(done: Upload): void {
  uploads.value = uploads.value.filter((each) => each !== done);
}

function startMore(onAccepted: OnAccepted): void {
  while (running < AT_ONCE) {
    const next = waiting.shift();
    if (!next) return;
    running++;
    void send(next, onAccepted).finally(() => {
      running--;
      startMore(onAccepted);
    });
  }
}

async function send(each: Upload, onAccepted: OnAccepted): Promise<void> {
  try {
    const document = await kotae.value.documents.put(each.collection, each.name, each.file, {
      ...(each.tags.length > 0 && { tags: each.tags }),
      onProgress: ({ sent, total }) => {
        each.sent.value = total === 0 ? 1 : sent / total;
      },
    });
    each.document.value = document;
    onAccepted(document);
    if (!document.unchanged) dismiss(each);
  } catch (error) {
    each.problem.value = error;
  }
}
