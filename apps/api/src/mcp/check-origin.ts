import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '#contracts';

/**
 * Refuses requests that a web page of another origin has made, as the protocol demands (MCP 2025-06-18, "Transports",
 * security warning: a page whose name is re-bound to this machine could talk to a local server). Requests without a key
 * have passed the stricter check of `Host` in keyless mode already.
 * @throws DomainError `forbidden`
 */
export function checkOrigin({ origin, host }: IncomingHttpHeaders): void {
  if (origin === undefined || hostOf(origin) === host?.toLowerCase()) return;
  throw new DomainError('forbidden', 'Web pages of another origin may not call this MCP server.');
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
