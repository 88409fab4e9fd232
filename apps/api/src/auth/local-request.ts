import type { IncomingHttpHeaders } from 'node:http';

/**
 * Why a request without a key is not taken for one of this machine's user, or null when it is.
 *
 * Listening on loopback keeps other machines out, but not web pages in the user's own browser. A page whose name was
 * re-bound to 127.0.0.1 still sends its own name in `Host`, and a page elsewhere that posts a form or calls `fetch`
 * says so in `Origin` or `Sec-Fetch-Site`. A proxy in front would bring the outside world in as local requests.
 */
export function foreignTo(headers: IncomingHttpHeaders): string | null {
  const host = headers.host ?? '';
  if (!LOOPBACK_HOST.test(host)) {
    return 'Without an API key, call this service as localhost or 127.0.0.1.';
  }
  const { origin } = headers;
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return 'Without an API key, pages of another origin may not call this service.';
  }
  if (headers['sec-fetch-site'] === 'cross-site') {
    return 'Without an API key, pages of another site may not call this service.';
  }
  if (headers.forwarded !== undefined || headers['x-forwarded-for'] !== undefined) {
    return 'Without an API key, this service may not be reached through a proxy.';
  }
  return null;
}

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;
