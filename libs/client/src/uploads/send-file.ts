import { once, type Connection } from '../connection.js';
import { retrying } from '../retry.js';
import { countedStream } from './counted-stream.js';
import { sendByXhr, xhrConstructor } from './send-by-xhr.js';
import type { UploadProgress } from './upload-progress.js';

/** The bytes of a file. `openAsBlob` of Node's `fs` and a page's `File` read them from disk as they are sent. */
export type UploadBody = Blob | ArrayBuffer | Uint8Array<ArrayBuffer> | string;

export interface SendOptions {
  /** Starts over at 0 when the upload is tried again. */
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
}

/**
 * PUTs a file, again when the connection breaks off: its content decides what happens, so that is harmless.
 * @throws KotaeError, the signal's reason, or a DOMException `NotReadableError` when the file has been changed meanwhile
 */
export function sendFile<T>(
  connection: Connection,
  path: string,
  body: UploadBody,
  { onProgress, signal }: SendOptions,
): Promise<T> {
  const url = connection.url + path;
  const headers = { ...connection.headers, 'Content-Type': 'application/octet-stream' };
  const blob = body instanceof Blob ? body : new Blob([body]);
  const attempt = async (): Promise<T> => {
    const Xhr = xhrConstructor();
    if (onProgress && Xhr) return sendByXhr<T>(new Xhr(), { url, headers, body: blob, onProgress, signal });
    const request = new Request(url, {
      method: 'PUT',
      headers,
      body: onProgress ? countedStream(blob, onProgress) : blob,
      signal,
      // Asked for by the Fetch standard for bodies that are streams; TypeScript's DOM types do not know it.
      ...(onProgress && { duplex: 'half' }),
    });
    return (await (await once(request)).json()) as T;
  };
  return retrying(attempt, connection.retry, signal);
}
