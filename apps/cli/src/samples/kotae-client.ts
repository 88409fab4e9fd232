import { z } from 'zod';
import type { DocumentView } from '#contracts';
import type { SamplesConfig } from './config.js';

/** Kotae refused a request, or does not answer at all; the message says what to do. */
export class KotaeUnreachable extends Error {}

const problemSchema = z.looseObject({ title: z.string().optional(), detail: z.string().optional() });

/** The calls of Kotae's API that loading documents takes. */
export class KotaeClient {
  constructor(
    private readonly config: SamplesConfig,
    private readonly signal: AbortSignal,
  ) {}

  /** Uploads a file into the default collection, or a new version of it. */
  putDocument(name: string, bytes: Uint8Array): Promise<DocumentView> {
    const path = `/v1/collections/default/documents/${encodeURIComponent(name)}`;
    return this.#request(path, { method: 'PUT', body: bytes });
  }

  /** Reads a document again whose last attempt failed. */
  retryDocument(id: string): Promise<DocumentView> {
    return this.#request(`/v1/documents/${id}/retry`, { method: 'POST' });
  }

  getDocument(id: string): Promise<DocumentView> {
    return this.#request(`/v1/documents/${id}`, {});
  }

  async #request(path: string, init: { method?: string; body?: Uint8Array }): Promise<DocumentView> {
    const { url, apiKey } = this.config;
    const headers: Record<string, string> = {
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...(init.body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
    };
    const response = await fetch(url + path, { ...init, headers, signal: this.signal }).catch((error: unknown) => {
      if (this.signal.aborted) throw error;
      throw new KotaeUnreachable(
        `Kotae does not answer at ${url}. Start it with "npm start", or set KOTAE_URL to where it runs.`,
      );
    });
    if (response.ok) return (await response.json()) as DocumentView;
    throw new KotaeUnreachable(explain(response.status, await response.text()));
  }
}

function explain(status: number, body: string): string {
  if (status === 401) {
    return 'Kotae asks for an API key. Create one with "npm run keys -- create samples" and set KOTAE_API_KEY to it.';
  }
  let detail = body.slice(0, 200);
  try {
    const problem = problemSchema.parse(JSON.parse(body));
    detail = problem.detail ?? problem.title ?? detail;
  } catch {
    // Not a problem document: whatever answers there is shown as it is.
  }
  return `Kotae answered with status ${status}: ${detail}`;
}
