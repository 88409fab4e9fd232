import type { QuestionView } from '#contracts';
import type { Page } from 'playwright-core';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';
import { until } from '../support/until.js';
import { Browsing, focused, violations, type Reader } from './support/browsing.js';
import { picture } from './support/pictures.js';

jest.setTimeout(180_000);

let kotae: Kotae;
let browsing: Browsing;
beforeAll(async () => {
  [kotae, browsing] = await Promise.all([Kotae.start(), Browsing.launch()]);
  await loadSamples(kotae.client);
});
afterEach(() => browsing.closePages());
afterAll(async () => {
  await browsing?.close();
  await kotae?.stop();
});

const open = (path = '/', reader?: Reader): Promise<Page> => browsing.open(kotae.client.url + path, reader);

/** Asks on the page as a person does, and returns the whole question when its answer is there. */
async function ask(page: Page, question: string): Promise<QuestionView> {
  await page.getByRole('textbox').fill(question);
  await page.keyboard.press('Enter');
  await page.locator('.answer[aria-busy=false]').last().waitFor();
  const { items } = await kotae.client.expect<{ items: QuestionView[] }>('GET', '/v1/questions?limit=1');
  return items[0] as QuestionView;
}

describe('asking on the page', () => {
  it('answers in English, and marks exactly what a citation quotes on the page of the PDF', async () => {
    const page = await open();
    const { citations } = await ask(page, 'How many days before a trip must I book a flight?');
    const [citation] = citations;
    expect(citation).toMatchObject({ document: 'travel-and-expenses.pdf', page: 1 });
    await page.getByRole('button', { name: 'Source 1: travel-and-expenses.pdf' }).first().click();
    const panel = page.getByRole('complementary');
    await panel.getByRole('heading', { name: 'travel-and-expenses.pdf' }).waitFor();
    expect(await panel.textContent()).toMatch(/version 1 · p\. 1 · .*2\.2 Flights/);
    await panel.locator('.page-mark').first().waitFor();
    const marks = await panel
      .locator('.page-mark')
      .evaluateAll<string[], { dataset: Record<string, string> }>((found) =>
        found.map(({ dataset }) => dataset['text'] ?? ''),
      );
    expect(marks.join(' ').replace(/\s+/g, ' ')).toBe(citation?.quote.replace(/\s+/g, ' '));
    const box = await panel.locator('.page-mark').first().boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(800);
    expect(await violations(page)).toEqual([]);
    await picture(page, 'answer-en');

    await panel.getByRole('button', { name: 'Text' }).click();
    expect(await panel.locator('mark').textContent()).toBe(citation?.quote);
  });

  it('answers in Japanese, and shows the quote in the text, scrolled to it', async () => {
    const page = await open('/', { locale: 'ja' });
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    await picture(page, 'welcome-ja');
    const { citations } = await ask(page, 'フレックスタイム制のコアタイムは何時から何時までですか。');
    await page
      .getByRole('button', { name: /^出典 1：/ })
      .first()
      .click();
    const mark = page.getByRole('complementary').locator('mark');
    await mark.waitFor();
    expect(await mark.textContent()).toBe(citations[0]?.quote);
    await until('the mark to be in sight', async () => {
      const box = await mark.boundingBox();
      return box && box.y > 0 && box.y + box.height < 800;
    });
    expect(await violations(page)).toEqual([]);
    await picture(page, 'answer-ja');
  });

  it('says plainly that the documents do not hold the answer, and which are nearest', async () => {
    const page = await open();
    const { status, sources } = await ask(page, 'Which football club won the European championship in 1988?');
    expect(status).toBe('not_in_documents');
    const answer = page.locator('.answer');
    expect(await answer.textContent()).toContain('The documents do not hold the answer.');
    for (const { document } of sources.slice(0, 1)) expect(await answer.textContent()).toContain(document);
    expect(await violations(page)).toEqual([]);
  });

  it('shows what was left out, and why', async () => {
    const page = await open();
    const { sources } = await ask(page, 'What is the hotel limit per night in Rotterdam and Amsterdam?');
    const leftOut = sources.filter(({ included }) => !included);
    expect(leftOut.length).toBeGreaterThan(0);
    await page.getByText(`Left out (${leftOut.length})`).click();
    expect(await page.locator('.left-out li').count()).toBe(leftOut.length);
    expect(await page.locator('.left-out .reason').count()).toBe(leftOut.length);
  });

  it('goes on in a conversation, which is listed, found again after a reload, and deleted', async () => {
    const page = await open();
    await ask(page, 'What is the hotel limit in Rotterdam?');
    await page.getByRole('textbox', { name: 'Question' }).fill('And in Osaka?');
    await page.keyboard.press('Enter');
    await until('two answers', async () => (await page.locator('.answer[aria-busy=false]').count()) === 2);
    await page.reload();
    await until('both turns', async () => (await page.locator('.turn').count()) === 2);
    const link = page.getByRole('link', { name: 'What is the hotel limit in Rotterdam?' });
    expect(await link.getAttribute('aria-current')).toBe('page');
    await page
      .getByRole('button', { name: 'Delete the conversation “What is the hotel limit in Rotterdam?”' })
      .click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await link.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe('/');
  });

  it('does not send what an input method has not finished', async () => {
    const page = await open('/', { locale: 'ja' });
    const field = page.getByRole('textbox');
    await field.focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'けいひ', selectionStart: 3, selectionEnd: 3 });
    await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, isComposing: true });
    await field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229 });
    expect(await field.inputValue()).toBe('けいひ');
    expect(new URL(page.url()).pathname).toBe('/');
    await devtools.send('Input.insertText', { text: '経費の精算は何日以内ですか' });
    expect(await field.inputValue()).toBe('経費の精算は何日以内ですか');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/conversations/**');
  });

  it('is worked by keyboard alone, and gives the focus back', async () => {
    const page = await open();
    await page.waitForSelector('textarea:focus');
    await page.keyboard.type('What does error E-4012 mean?');
    await page.keyboard.press('Enter');
    await page.locator('.answer[aria-busy=false]').waitFor();
    for (let i = 0; i < 40 && !(await focused(page)).startsWith('Source 1:'); i++)
      await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Source 1: security-policy.md');
    await page.keyboard.press('Enter');
    await page.getByRole('complementary').locator('mark').waitFor();
    expect(await focused(page)).toBe('security-policy.md');
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    await until('the focus to be back', async () => (await focused(page)) === 'Source 1: security-policy.md');
  });

  it('fits a narrow screen in the dark, with the source over the whole of it', async () => {
    const page = await open('/', { locale: 'ja', dark: true, width: 390, height: 780, calm: true });
    await ask(page, 'フレックスタイム制のコアタイムは何時から何時までですか。');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    await picture(page, 'narrow-dark-ja');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'メニュー' }).click();
    await page.getByRole('link', { name: '文書', exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'メニュー' }).click();
    await page.locator('.cite').first().click();
    await page.getByRole('complementary').locator('mark').waitFor();
    const panel = await page.getByRole('complementary').boundingBox();
    expect([panel?.x, panel?.width]).toEqual([0, 390]);
    expect(await violations(page)).toEqual([]);
  });

  it('opens a source from its address alone', async () => {
    const page = await open();
    const { citations } = await ask(page, 'How much does the company pay per kilometre for a private car?');
    await page.locator('.cite').first().click();
    await page.locator('.page-mark').first().waitFor();
    await page.reload();
    await page.locator('.page-mark').first().waitFor();
    await page.getByRole('button', { name: 'Text' }).click();
    expect(await page.locator('.extracted mark').textContent()).toBe(citations[0]?.quote);
  });
});
