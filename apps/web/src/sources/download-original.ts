import type { Document } from '@kotae/client';
import { kotae } from '../session/session.js';

/** Saves a document's original: fetched here, because a link cannot carry the key. */
export async function downloadOriginal({ id, name }: Document): Promise<void> {
  const response = await kotae.value.documents.content(id);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken hold of the data by the next turn of its event loop.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
