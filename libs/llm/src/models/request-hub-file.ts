import { DomainError } from '#contracts';
import { reasonOf, TransferInterrupted } from './transfer-interrupted.js';

/** Hops from the hub to where the bytes are: renamed repository, then the content delivery network. */
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const MAX_RETRY_AFTER_MS = 300_000;
const SHA256 = /^[0-9a-f]{64}$/;

/** What a server offers in answer to a request for a file. */
export interface FileOffer {
  /** Size of the whole file; null when the server does not say. */
  sizeBytes: number | null;
  /** SHA-256 that the hub states for the file (`x-linked-etag` of files in large-file storage); null without one. */
  sha256: string | null;
  /** Entity tag of the bytes, where the hub states no hash. */
  etag: string | null;
  /** Where the body begins in the file. */
  start: number;
  body: ReadableStream<Uint8Array>;
}

/**
 * Asks for a file from byte `from` on, following redirects by hand: the hub states the file's hash and size only on
 * its own answer, not on that of the network it redirects to, and the token must not travel there.
 *
 * @throws TransferInterrupted for what may pass: dropped connections, 408, 429, 5xx, a range that the server refuses
 * @throws DomainError `model_download_failed` for what will not: 401, 403, 404 and other refusals
 */
export async function requestHubFile(
  url: URL,
  options: { from: number; token: string | null; signal: AbortSignal },
): Promise<FileOffer> {
  let linkedSha256: string | null = null;
  let linkedSize: number | null = null;
  let next = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await send(next, {
      ...options,
      token: next.origin === url.origin ? options.token : null,
    });
    linkedSha256 ??= readHash(response.headers.get('x-linked-etag'));
    linkedSize ??= readNumber(response.headers.get('x-linked-size'));
    const location = response.headers.get('location');
    if (!REDIRECTS.has(response.status) || location === null) {
      return readOffer(response, { url, from: options.from, linkedSha256, linkedSize });
    }
    await response.body?.cancel();
    next = new URL(location, next);
  }
  throw new DomainError('model_download_failed', `${url.href} redirects more than ${MAX_REDIRECTS} times`);
}

async function send(
  url: URL,
  options: { from: number; token: string | null; signal: AbortSignal },
): Promise<Response> {
  // Compression would make Content-Length the length of something else.
  const headers: Record<string, string> = { 'accept-encoding': 'identity', 'user-agent': 'kotae' };
  if (options.from > 0) headers['range'] = `bytes=${options.from}-`;
  if (options.token !== null) headers['authorization'] = `Bearer ${options.token}`;
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: options.signal });
  } catch (error) {
    throw new TransferInterrupted(`${url.origin} cannot be reached (${reasonOf(error)})`, { cause: error });
  }
}

async function readOffer(
  response: Response,
  request: { url: URL; from: number; linkedSha256: string | null; linkedSize: number | null },
): Promise<FileOffer> {
  if ((response.status !== 200 && response.status !== 206) || response.body === null) {
    await response.body?.cancel();
    throw refusal(response, request.url);
  }
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get('content-range') ?? '');
  const partial = response.status === 206;
  const announced = partial ? (range?.[2] ?? null) : response.headers.get('content-length');
  const sha256 = request.linkedSha256;
  return {
    sizeBytes: readNumber(announced) ?? request.linkedSize,
    sha256,
    etag: sha256 === null ? response.headers.get('etag') : null,
    // A partial answer that does not say where it begins is taken to begin elsewhere, so that it is not used.
    start: partial ? (readNumber(range?.[1] ?? null) ?? -1) : 0,
    body: response.body,
  };
}

function refusal(response: Response, url: URL): Error {
  const { status } = response;
  if (status === 408 || status === 416 || status === 429 || status >= 500) {
    const retryAfterMs = readRetryAfter(response.headers.get('retry-after'));
    return new TransferInterrupted(`${url.origin} answered ${status}`, {
      retryAfterMs,
      startOver: status === 416,
    });
  }
  const reason =
    status === 401 || status === 403
      ? 'it wants an access token, or does not know the file: check the name, accept the licence on its page if it ' +
        'has one, and set HF_TOKEN to a token that may read it'
      : status === 404
        ? 'there is no such file: check the name, or whether the repository has moved'
        : 'the server refuses to send it';
  return new DomainError('model_download_failed', `${url.href} answered ${status}: ${reason}`);
}

function readHash(etag: string | null): string | null {
  const value = etag?.replace(/^W\//, '').replaceAll('"', '').toLowerCase() ?? '';
  return SHA256.test(value) ? value : null;
}

function readNumber(value: string | null): number | null {
  return value !== null && /^\d+$/.test(value) ? Number(value) : null;
}

/** `Retry-After` as seconds or as a date, in milliseconds from now; at most five minutes. */
function readRetryAfter(value: string | null): number | null {
  const seconds = readNumber(value);
  const wait = seconds === null ? Date.parse(value ?? '') - Date.now() : seconds * 1000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), MAX_RETRY_AFTER_MS);
}
