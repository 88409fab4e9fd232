import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DocumentRecord } from '#database';
import type { Request, Response } from 'express';
import { invalidRequest } from '../http/detailed-error.js';

/** Reads an original, or the bytes of it from `start` to `end`, both inclusive. */
export type ReadOriginal = (range?: { start: number; end: number }) => Promise<Readable>;

/**
 * Sends the bytes as they were uploaded, as a download: whatever a document holds, a browser must neither guess its
 * type nor run it as a page of ours. Downloads that broke off go on by `Range` (one range; RFC 9110, 14).
 */
export async function sendOriginal(
  request: Request,
  response: Response,
  { document, size, read }: { document: DocumentRecord; size: number; read: ReadOriginal },
): Promise<void> {
  // Sets Content-Disposition with an RFC 5987 name, and a type by the name's ending, which the next line corrects.
  response.attachment(document.name);
  response.setHeader('Content-Type', document.mediaType ?? 'application/octet-stream');
  response.setHeader('Content-Security-Policy', "sandbox; default-src 'none'");
  response.setHeader('Cache-Control', 'private, no-cache');
  response.setHeader('ETag', `"${document.sha256}"`);
  response.setHeader('Accept-Ranges', 'bytes');
  if (request.fresh) {
    response.status(304).end();
    return;
  }
  const range = rangeOf(request, size, `"${document.sha256}"`);
  // Asked for before the status goes out, so that a store that fails is an error and not a broken download.
  const bytes = request.method === 'HEAD' ? null : await read(range);
  if (range) response.status(206).setHeader('Content-Range', `bytes ${range.start}-${range.end}/${size}`);
  response.setHeader('Content-Length', range ? range.end - range.start + 1 : size);
  if (bytes === null) {
    response.end();
    return;
  }
  // A client that went away is nobody's error.
  await pipeline(bytes, response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

/** The range that is asked for; undefined for the whole. @throws DomainError `invalid_request` for one outside. */
function rangeOf(request: Request, size: number, etag: string): { start: number; end: number } | undefined {
  const condition = request.headers['if-range'];
  if (condition !== undefined && condition !== etag) return undefined;
  const ranges = request.range(size, { combine: true });
  if (ranges === -1) throw invalidRequest('The Range lies outside of the document.');
  // Headers that make no sense, other units, and several ranges are answered with the whole, as HTTP allows.
  if (ranges === undefined || ranges === -2 || ranges.type !== 'bytes' || ranges.length !== 1)
    return undefined;
  return ranges[0];
}
