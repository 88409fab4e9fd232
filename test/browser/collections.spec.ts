import type { QuestionView } from '#contracts';
import type { Locator, Page } from 'playwright-core';
import { Kotae } from '../support/kotae.js';
import { HANDBOOK_FACTS, longHandbook } from '../support/long-handbook.js';
import { tinyBert } from '../support/tiny-models.js';
import { until } from '../support/until.js';
import { Browsing, violations, type Reader } from './support/browsing.js';

jest.setTimeout(240_000);

/** What the page loads at a time. */
const DOCUMENTS_SHOWN = 200;
const CONVERSATIONS_SHOWN = 50;
const BUILT_IN = 'hashed-ngrams-512';

let kotae: Kotae;
let browsing: Browsing;
beforeAll(async () => {
  const worker = { KOTAE_EMBEDDER: tinyBert(), KOTAE_MAX_PARTS: '4' };
  [kotae, browsing] = await Promise.all([Kotae.start({ worker }), Browsing.launch()]);
});
afterEach(() => browsing.closePages());
afterAll(async () => {
  await browsing?.close();
  await kotae?.stop();
});

const open = (path: string, reader?: Reader): Promise<Page> => browsing.open(kotae.client.url + path, reader);
const row = (page: Page, name: string): Locator => page.getByRole('listitem', { name, exact: true });

/** Calls with every number below `count`, a few at a time. */
async function times(count: number, call: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: 8 }, work));
}

describe('a collection on the page', () => {
  it('says at which stage the reading of a document is, and how far', async () => {
    const page = await open('/documents');
    await page.getByLabel('Choose files').waitFor({ state: 'attached' });
    await page.evaluate(`(() => {
      window.seen = { texts: new Set(), values: new Set() };
      new MutationObserver(() => {
        for (const hint of document.querySelectorAll('[aria-label="staged.md"] .facts > .hint'))
          window.seen.texts.add(hint.textContent);
        for (const bar of document.querySelectorAll('[aria-label="staged.md"] progress'))
          if (bar.position > 0) window.seen.values.add(bar.position);
      }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
    })()`);
    const file = { name: 'staged.md', mimeType: 'text/markdown', buffer: Buffer.from(longHandbook(600)) };
    await page.getByLabel('Choose files').setInputFiles(file);
    await row(page, 'staged.md').getByText('Ready', { exact: true }).waitFor();
    const { texts, values } = await page.evaluate<{ texts: string[]; values: number[] }>(
      `({ texts: [...window.seen.texts], values: [...window.seen.values] })`,
    );
    expect(texts).toEqual(expect.arrayContaining(['Reading the file', 'Computing embeddings']));
    expect(values.length).toBeGreaterThan(1);
    await row(page, 'staged.md').getByRole('button', { name: 'Delete staged.md' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await row(page, 'staged.md').waitFor({ state: 'detached' });
  });

  it('stops reading a document when it is told to, and goes on when it is told to', async () => {
    await kotae.killWorker();
    await kotae.client.upload('long.md', longHandbook(60));
    const [page, japanese] = [await open('/documents'), await open('/documents', { locale: 'ja' })];
    await row(japanese, 'long.md').getByRole('button', { name: 'キャンセル：long.md' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await row(page, 'long.md').getByRole('button', { name: 'Cancel: long.md' }).click();
    await row(page, 'long.md').getByText('Failed').waitFor();
    await row(japanese, 'long.md').getByRole('alert').getByText('中止').waitFor();

    await kotae.startWorker();
    await row(page, 'long.md').getByRole('button', { name: 'Try again: long.md' }).click();
    await row(page, 'long.md').getByText('Ready', { exact: true }).waitFor();
  });

  it('answers from whole documents when that is asked for', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Options' }).click();
    await page.getByLabel('Read whole documents').check();
    const question = page.getByRole('textbox', { name: 'Question' });
    await question.fill('What is the night shift bonus for warehouse staff per hour?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.answer[aria-busy=false]').waitFor();
    expect(await page.locator('.answer').textContent()).toContain(HANDBOOK_FACTS.en.says);
    const { items } = await kotae.client.expect<{ items: [QuestionView] }>('GET', '/v1/questions?limit=1');
    expect(items[0].options.context).toBe('documents');
    expect(items[0].usage?.read?.parts).toBeGreaterThan(1);
  });

  it('changes its embedder while it is in use', async () => {
    const page = await open('/admin/collections');
    const collection = row(page, 'default');
    await collection.getByRole('button', { name: 'Settings of default' }).click();
    const form = collection.locator('form').filter({ has: page.getByRole('combobox') });
    await form.getByRole('combobox').selectOption(BUILT_IN);
    await form.getByRole('button', { name: 'Change' }).click();
    await collection.locator('p > code').getByText(BUILT_IN, { exact: true }).waitFor();
    await until('the change to be done', async () => {
      const { current } = await kotae.client.expect<{ current: { id: string } | null }>(
        'GET',
        '/v1/collections/default/embedder',
      );
      return current?.id === BUILT_IN;
    });
    await form.getByRole('option', { name: BUILT_IN }).waitFor({ state: 'detached' });
    expect(await violations(page)).toEqual([]);
  });

  it('shows more of a long list when that is asked for', async () => {
    await times(DOCUMENTS_SHOWN, (n) => kotae.client.upload(`notes/${n}.txt`, `Note ${n}.`));
    const page = await open('/documents');
    const rows = page.locator('.rows > .row');
    await rows.nth(DOCUMENTS_SHOWN - 1).waitFor();
    expect(await rows.count()).toBe(DOCUMENTS_SHOWN);
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Show more' }).click();
    await rows.nth(DOCUMENTS_SHOWN).waitFor();
    expect(await rows.count()).toBe(DOCUMENTS_SHOWN + 1);
    expect(await main.getByRole('button', { name: 'Show more' }).count()).toBe(0);
  });

  it('shows older conversations when that is asked for', async () => {
    await times(CONVERSATIONS_SHOWN, (n) =>
      kotae.client.expect('POST', '/v1/questions', {
        json: { question: `What does note ${n} say?`, conversation_id: 'new' },
      }),
    );
    const page = await open('/');
    const list = page.getByRole('region', { name: 'Conversations' });
    const items = list.getByRole('listitem');
    await items.nth(CONVERSATIONS_SHOWN - 1).waitFor();
    expect(await items.count()).toBe(CONVERSATIONS_SHOWN);
    await list.getByRole('button', { name: 'Show more' }).click();
    await list.getByRole('link', { name: /night shift bonus/ }).waitFor();
    expect(await items.count()).toBe(CONVERSATIONS_SHOWN + 1);
  });
});
