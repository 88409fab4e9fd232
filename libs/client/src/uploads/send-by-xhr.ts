import { KotaeError } from '../kotae-error.js';
import type { UploadProgress } from './upload-progress.js';

/** What is used of a browser's `XMLHttpRequest`: browsers tell the progress of an upload through nothing else. */
interface Xhr {
  readonly upload: {
    addEventListener(type: 'progress', listener: (event: { loaded: number; total: number }) => void): void;
  };
  readonly status: number;
  readonly responseText: string;
  addEventListener(type: 'load' | 'error' | 'abort', listener: () => void): void;
  open(method: string, url: string): void;
  setRequestHeader(name: string, value: string): void;
  getAllResponseHeaders(): string;
  send(body: Blob): void;
  abort(): void;
}

interface SendByXhr {
  url: string;
  headers: Record<string, string>;
  body: Blob;
  onProgress: (progress: UploadProgress) => void;
  signal?: AbortSignal;
}

/** The platform's `XMLHttpRequest`; undefined outside of browsers. */
export function xhrConstructor(): (new () => Xhr) | undefined {
  return (globalThis as { XMLHttpRequest?: new () => Xhr }).XMLHttpRequest;
}

/** PUTs a file once. @throws KotaeError for everything but success, or the signal's reason */
export async function sendByXhr<T>(
  xhr: Xhr,
  { url, headers, body, onProgress, signal }: SendByXhr,
): Promise<T> {
  signal?.throwIfAborted();
  const abort = (): void => xhr.abort();
  signal?.addEventListener('abort', abort);
  try {
    await new Promise<void>((resolve, reject) => {
      xhr.open('PUT', url);
      for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
      xhr.upload.addEventListener('progress', ({ loaded, total }) => onProgress({ sent: loaded, total }));
      xhr.addEventListener('load', () => resolve());
      xhr.addEventListener('error', () =>
        reject(KotaeError.unreachable(new Request(url).url, 'it broke off')),
      );
      xhr.addEventListener('abort', () => reject(signal?.reason as Error));
      onProgress({ sent: 0, total: body.size });
      xhr.send(body);
    });
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  const { status, responseText } = xhr;
  if (status >= 200 && status < 300) return JSON.parse(responseText) as T;
  throw KotaeError.from({ url: new Request(url).url, status, headers: headersOf(xhr) }, responseText);
}

function headersOf(xhr: Xhr): Headers {
  const lines = xhr.getAllResponseHeaders().trim().split('\r\n');
  return new Headers(lines.map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]));
}
