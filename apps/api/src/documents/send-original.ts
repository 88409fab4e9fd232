import type { DocumentRecord } from '#database';
import type { Response } from 'express';
import { invalidRequest } from '../http/detailed-error.js';

/**
 * Sends the bytes as they were uploaded, as a download: whatever a document holds, a browser must neither guess its
 * type nor run it as a page of ours.
 */
export function sendOriginal(response: Response, document: DocumentRecord, path: string): Promise<void> {
  // Sets Content-Disposition with an RFC 5987 name, and a type by the name's ending, which the next line corrects.
  response.attachment(document.name);
  response.setHeader('Content-Type', document.mediaType ?? 'application/octet-stream');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('ETag', `"${document.sha256}"`);
  // The data folder's own name may start with a dot.
  const options = { dotfiles: 'allow', lastModified: false, cacheControl: false } as const;
  return new Promise((resolve, reject) => {
    response.sendFile(path, options, (error: (Error & { code?: string; status?: number }) | undefined) => {
      // A client that went away is nobody's error.
      if (!error || error.code === 'ECONNABORTED' || response.destroyed) resolve();
      else reject(error.status === 416 ? invalidRequest('The Range lies outside of the document.') : error);
    });
  });
}
