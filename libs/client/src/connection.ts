import createHttpClient, { type Client } from 'openapi-fetch';
import { KotaeError } from './kotae-error.js';
import type { paths } from './openapi.js';
import { defaultRetryPolicy, retrying, type RetryPolicy } from './retry.js';

export interface ConnectionOptions {
  /** Where the service is, e.g. `http://127.0.0.1:3000`; a page that the service itself has served leaves it out. */
  url?: string;
  /** `kt_…`; not needed on the service's own machine in development. */
  apiKey?: string;
  retry?: Partial<RetryPolicy>;
}

/** The way to one service, which all calls share. */
export interface Connection {
  /** Without a slash at its end; empty for the page's own origin. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly retry: RetryPolicy;
  /** Every call of the API by its path, typed by the OpenAPI document. Rejects with {@link KotaeError}. */
  readonly http: Client<paths>;
}

/** @throws KotaeError `unauthenticated` for a key that cannot be one */
export function connect({ url = '', apiKey, retry }: ConnectionOptions): Connection {
  if (apiKey !== undefined && !/^[\x21-\x7e]*$/.test(apiKey)) {
    throw new KotaeError(
      'unauthenticated',
      'The API key holds characters that no key has. Is it a placeholder?',
    );
  }
  const base = url.replace(/\/+$/, '');
  const headers: Record<string, string> = apiKey === undefined ? {} : { Authorization: `Bearer ${apiKey}` };
  const policy = { ...defaultRetryPolicy, ...retry };
  const send = (request: Request): Promise<Response> =>
    mayBeRepeated(request) ? retrying(() => once(request.clone()), policy, request.signal) : once(request);
  return {
    url: base,
    headers,
    retry: policy,
    http: createHttpClient<paths>({ baseUrl: base, headers, fetch: send }),
  };
}

/**
 * Sends a request once. A body of JSON is read to its end here, so that one that breaks off counts as not answered.
 * @throws KotaeError for everything but success, the reason of the request's signal, or a DOMException
 * `NotReadableError` when the file that is its body cannot be read
 */
export async function once(request: Request): Promise<Response> {
  const response = await reached(request, () => fetch(request));
  if (!response.ok) throw await KotaeError.of(response);
  if (!/json/.test(response.headers.get('Content-Type') ?? '')) return response;
  const { status, headers } = response;
  return new Response(await reached(request, () => response.arrayBuffer()), { status, headers });
}

async function reached<T>({ url, signal }: Request, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw unreadableBody(error) ?? KotaeError.unreachable(url, error);
  }
}

/** What is wrong with a body that could not be read, as a file that was changed since it was opened: not the service. */
function unreadableBody(error: unknown): unknown {
  const { cause } = error as { cause?: { name?: string } };
  return cause?.name === 'NotReadableError' ? cause : null;
}

/** Whether sending the request twice does no more than sending it once (RFC 9110, 9.2.2). */
function mayBeRepeated({ method, headers, url }: Request): boolean {
  if (method !== 'POST' && method !== 'PATCH') return true;
  return headers.has('Idempotency-Key') || url.endsWith('/search');
}

/** The body of a successful call. */
export async function bodyOf<T>(call: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return (await call).data as NonNullable<T>;
}
