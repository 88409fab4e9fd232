import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import sirv from 'sirv';

/** Addresses that the page itself makes sense of; all others are the API's, which says what is wrong with them. */
const PAGE = /^\/(?:$|(?:conversations|documents|admin)(?:\/|$))/;

/**
 * What the page may do: run and load what comes from here, and nothing else. Pictures of PDF pages are drawn by it, so
 * they may come from its own memory.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the page's static files from a folder: its start at `/`, and whatever else it consists of. */
export function servePage(app: NestExpressApplication, folder: string): void {
  if (!existsSync(join(folder, 'index.html'))) return;
  // `dev` looks files up as they are asked for: a page that is built anew under a running API must not break it.
  const files = sirv(folder, { dev: true, etag: true, gzip: true, brotli: true, setHeaders });
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next();
    if (PAGE.test(request.path)) request.url = '/';
    else if (!request.path.startsWith('/assets/')) return next();
    files(request, response, next);
  });
}

function setHeaders(response: ServerResponse, path: string): void {
  response.setHeader('Content-Security-Policy', CONTENT_SECURITY_POLICY);
  // Names of assets change with their content; the page that names them is asked for anew each time.
  const kept = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  response.setHeader('Cache-Control', kept);
}
