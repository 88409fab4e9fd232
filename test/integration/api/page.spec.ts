import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { RunningApi } from './support/running-api.js';

const BUILT = join(process.cwd(), 'dist/web');

let api: RunningApi;
beforeAll(async () => {
  api = await RunningApi.start();
}, 60_000);
afterAll(() => api?.stop());

const open = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(api.url + path, { headers });
/** Files that the page names at its start. */
const named = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path = '']) => path);

describe('the page', () => {
  it.each(['/', '/conversations/00000000-0000-4000-8000-000000000000', '/documents', '/admin/keys'])(
    'is served at %s, under a policy that lets nothing in from elsewhere',
    async (path) => {
      const reply = await open(path);
      expect(reply.status).toBe(200);
      expect(reply.headers.get('content-type')).toContain('text/html');
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      const policy = reply.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      for (const asset of named(await reply.text())) expect(asset).toMatch(/^\/assets\//);
    },
  );

  it('is named anew by every build, so that its files can be kept for ever', async () => {
    for (const path of named(await (await open('/')).text())) {
      const reply = await open(path, { 'Accept-Encoding': 'gzip' });
      expect(reply.status).toBe(200);
      expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('is there after at most 150 kB', () => {
    const first = ['/index.html', ...named(readFileSync(join(BUILT, 'index.html'), 'utf8'))];
    const bytes = first.map((path) => statSync(join(BUILT, `${path}.gz`)).size);
    expect(first.length).toBeGreaterThan(2);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(150_000);
  });

  it('is not asked again for what has not changed', async () => {
    const etag = (await open('/')).headers.get('etag') ?? '';
    expect((await open('/', { 'If-None-Match': etag })).status).toBe(304);
  });

  it('leaves every other address to the API', async () => {
    for (const path of ['/nothing', '/v1/nothing', '/assets/nothing.js', '/assets/../package.json']) {
      const reply = await open(path);
      expect([reply.status, await reply.json()]).toMatchObject([404, { code: 'not_found' }]);
    }
  });
});
