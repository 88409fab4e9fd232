import type { Document, KotaeClient } from '#client';
import { counted } from '../command/terminal.js';

/**
 * Waits until a document that was just uploaded is ready or has failed. One that has failed before is tried again: an
 * upload of the same bytes does not do that by itself.
 */
export async function settled(
  kotae: KotaeClient,
  uploaded: Document,
  { signal, onChange }: { signal?: AbortSignal; onChange?: (document: Document) => void } = {},
): Promise<Document> {
  const { id, status, unchanged } = uploaded;
  if (unchanged && status === 'ready') return uploaded;
  if (unchanged && status === 'failed') await kotae.documents.retry(id, signal);
  for await (const { type, data } of kotae.documents.follow(id, { signal })) {
    if (type === 'done') return data;
    onChange?.(data);
  }
  return kotae.documents.get(id, signal);
}

/** `4 pages, 31 passages`, and what could not be read of it. */
export function sizeOf({
  pages,
  passages,
  unread_pictures: unread,
}: Pick<Document, 'pages' | 'passages' | 'unread_pictures'>): string {
  const parts = [
    pages ? counted(pages, 'page') : null,
    counted(passages ?? 0, 'passage'),
    unread ? `${counted(unread, 'picture')} not read, since Tesseract was missing` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
