import { readFileSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { PATIENCE_MS } from '../../support/until.js';

/** How a reader of the page is to be. */
export interface Reader {
  locale?: 'en' | 'ja';
  dark?: boolean;
  width?: number;
  height?: number;
  calm?: boolean;
}

/** What a container without a sandbox of its own needs, and what keeps Chromium from calling home. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** A browser in which everything that a page asks for and complains of is kept. */
export class Browsing {
  /** Requests to any other server than the page's own. */
  readonly foreign: string[] = [];
  /** What was written to the console as an error or warning, and what was thrown. */
  readonly complaints: string[] = [];
  private readonly contexts: BrowserContext[] = [];

  private constructor(private readonly browser: Browser) {}

  static async launch(): Promise<Browsing> {
    const given = process.env['KOTAE_TEST_BROWSER'];
    if (given === undefined) throw new Error('run this spec as: npm run test:browser -- <path>');
    const { path, env } = JSON.parse(given) as { path: string; env: Record<string, string> };
    return new Browsing(
      await chromium.launch({ executablePath: path, args: FLAGS, env: { ...process.env, ...env } }),
    );
  }

  /** Opens the page at an address of the service, with storage of its own. */
  async open(
    url: string,
    { locale = 'en', dark = false, width = 1280, height = 800, calm = false }: Reader = {},
  ): Promise<Page> {
    const context = await this.browser.newContext({
      locale,
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: calm ? 'reduce' : 'no-preference',
      viewport: { width, height },
    });
    this.contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    const { origin } = new URL(url);
    context.on('request', (request) => {
      if (!/^(blob|data):/.test(request.url()) && new URL(request.url()).origin !== origin) {
        this.foreign.push(request.url());
      }
    });
    context.on('weberror', (error) => this.complaints.push(String(error.error())));
    context.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  /**
   * Closes what was opened.
   * @param options `loud` for a spec in which calls fail on purpose, which browsers always write to the console
   * @throws Error when another server was asked for anything, or something was complained of
   */
  async closePages(options: { loud?: boolean } = {}): Promise<void> {
    for (const context of this.contexts.splice(0)) await context.close();
    const heard = [...this.foreign.splice(0), ...(options.loud ? [] : this.complaints)];
    this.complaints.length = 0;
    if (heard.length > 0) throw new Error(`the page was not silent:\n${heard.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.browser.close();
  }
}

/** What axe finds wrong with the page as it is now, by rule and place. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated by the debugger: the page's Content-Security-Policy lets no script in.
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.target + ' ' + node.failureSummary)))`,
  );
}

/** Where the focus is: the accessible name, or else the text, of the focused element. */
export function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    `(document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent).trim()`,
  );
}
