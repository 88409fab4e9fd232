import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';
import { until } from '../support/until.js';
import { Browsing, violations, type Reader } from './support/browsing.js';

jest.setTimeout(180_000);

let kotae: Kotae;
let browsing: Browsing;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kotae-mishaps-'));
  [kotae, browsing] = await Promise.all([Kotae.start(), Browsing.launch()]);
  await loadSamples(kotae.client);
});
afterEach(() => browsing.closePages({ loud: true }));
afterAll(async () => {
  await browsing?.close();
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path = '/', reader?: Reader): Promise<Page> => browsing.open(kotae.client.url + path, reader);

/** Holds a file over the page, wherever it is, and lets it go. */
async function drop(page: Page, name: string, text: string): Promise<void> {
  const transfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(text)}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  // A browser repeats the event as long as the file is held.
  await until('the sign', async () => {
    await page.locator('main').dispatchEvent('dragover', { dataTransfer: transfer });
    return (await page.getByText('Drop to add to “default”').count()) === 1;
  });
  await page.locator('main').dispatchEvent('drop', { dataTransfer: transfer });
}

async function ask(page: Page, question: string): Promise<void> {
  await page.getByRole('textbox').fill(question);
  await page.keyboard.press('Enter');
  await page.locator('.answer[aria-busy=false]').waitFor();
}

describe('the page', () => {
  it('takes a file that is dropped where questions are asked, and goes to the documents', async () => {
    const page = await open();
    await page.getByRole('heading', { name: 'Ask your documents' }).waitFor();
    await drop(page, 'lobby.md', '# Lobby\n\nThe lobby closes at ten in the evening.');
    await page.waitForURL('**/documents');
    const row = page.getByRole('listitem', { name: 'lobby.md', exact: true });
    await row.getByText('Ready', { exact: true }).waitFor();
    expect(await page.getByText('Drop to add').count()).toBe(0);
  });

  it('says once that a file is here already, however often it is dropped', async () => {
    const page = await open('/documents');
    const notes = page.getByText('Already here, unchanged');
    for (let i = 0; i < 3; i++) {
      await drop(page, 'lobby.md', '# Lobby\n\nThe lobby closes at ten in the evening.');
      await notes.waitFor();
    }
    expect(await notes.count()).toBe(1);
    expect(await page.locator('progress').count()).toBe(0);
  });

  it('shows a name as it is, whatever it looks like', async () => {
    const page = await open('/documents');
    const name = '<img src=x onerror=alert(1)> & “quotes”.md';
    await drop(page, name, '# Odd\n\nThe odd name was kept.');
    const row = page.getByRole('listitem', { name, exact: true });
    await row.getByText('Ready', { exact: true }).waitFor();
    expect(await row.locator('img').count()).toBe(0);
  });

  it('leaves hidden files and folders of a chosen folder alone', async () => {
    for (const path of ['.git/objects/ab', '.env', 'notes/.cache/x.md', 'notes/rules.md']) {
      mkdirSync(join(folder, 'chosen', path, '..'), { recursive: true });
      writeFileSync(join(folder, 'chosen', path), `# ${path}\n\nThe file ${path}.`);
    }
    const page = await open('/documents');
    await page.getByLabel('Choose a folder').setInputFiles(join(folder, 'chosen'));
    await page.getByRole('listitem', { name: 'chosen/notes/rules.md' }).getByText('Ready').waitFor();
    const { items } = await kotae.client.expect<{ items: { name: string }[] }>(
      'GET',
      '/v1/collections/default/documents',
    );
    expect(items.map(({ name }) => name).filter((name) => name.startsWith('chosen/'))).toEqual([
      'chosen/notes/rules.md',
    ]);
  });

  it('says that a question is too long instead of cutting its end off', async () => {
    const page = await open();
    const field = page.getByRole('textbox');
    await field.fill('why '.repeat(2500));
    await page.getByRole('alert').getByText('9,999 characters').waitFor();
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await field.press('Enter');
    expect((await field.inputValue()).length).toBe(10_000);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await violations(page)).toEqual([]);
    await field.fill('What does error E-4012 mean? 🙂');
    await field.press('Enter');
    await page.locator('.answer[aria-busy=false]').waitFor();
  });

  it('has room for the options and a long question on a narrow screen', async () => {
    const page = await open('/', { width: 390, height: 600 });
    await page.getByRole('button', { name: 'Options' }).click();
    await page.getByRole('textbox', { name: 'Question' }).fill('why '.repeat(1500));
    const button = await page.getByRole('button', { name: 'Ask', exact: true }).boundingBox();
    expect(button?.height).toBeLessThan(45);
    await page.locator('main').evaluate((main: { scrollTop: number }) => {
      main.scrollTop = 0;
    });
    const heading = await page.getByRole('heading', { name: 'Ask your documents' }).boundingBox();
    expect(heading?.y).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
  });

  it('speaks of no calls of the API to who reads it', async () => {
    const page = await open('/conversations/00000000-0000-4000-8000-000000000000');
    await page.getByText('This conversation was not found.').waitFor();
    expect(await page.getByText('/v1/').count()).toBe(0);
    await page.goto(`${kotae.client.url}/admin/collections`);
    await page.getByLabel('Name').fill('Not a Name');
    await page.keyboard.press('Enter');
    await page.getByText('Please correct this:').waitFor();
    expect(await page.getByText('The body').count()).toBe(0);
  });

  it('keeps the answer to a follow-up in sight, also when it is opened again', async () => {
    const page = await open('/', { width: 390, height: 780, calm: true });
    await ask(page, 'What is the hotel limit in Rotterdam?');
    await page.getByRole('textbox').fill('And in Osaka?');
    await page.keyboard.press('Enter');
    const answer = page.locator('.answer[aria-busy=false] .answer-text').nth(1);
    for (const openAgain of [false, true]) {
      if (openAgain) await page.reload();
      await answer.waitFor();
      await until('the answer to be in sight', async () => {
        const [question, shown, composer] = [
          await page.locator('.question').last().boundingBox(),
          await answer.boundingBox(),
          await page.locator('.composer').boundingBox(),
        ];
        return question && shown && composer && question.y > 0 && shown.y + 40 < composer.y;
      });
    }
    expect(await page.locator('.turn').count()).toBe(2);
  });

  it('breaks no words of the table of keys on a narrow screen', async () => {
    await kotae.client.expect('POST', '/v1/keys', { json: { name: 'my-app', scope: 'use' } });
    const page = await open('/admin/keys', { width: 390, height: 780 });
    const scope = page.getByRole('columnheader', { name: 'Scope' });
    await scope.waitFor();
    const line = await page.getByRole('columnheader', { name: 'Name' }).boundingBox();
    expect((await scope.boundingBox())?.height).toBe(line?.height);
    expect((await page.getByRole('button', { name: 'Revoke my-app' }).boundingBox())?.height).toBeLessThan(
      45,
    );
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    expect(await violations(page)).toEqual([]);
  });

  it('says why an answer cannot be compared', async () => {
    const page = await open();
    await ask(page, 'What does error E-4012 mean?');
    await page.route('**/v1/questions', (route) => route.abort());
    await page.getByRole('button', { name: 'Compare without documents' }).click();
    await page.getByRole('alert').getByText('Kotae does not answer').waitFor();
    expect(new URL(page.url()).searchParams.has('beside')).toBe(false);
  });

  it('shows the text, and says so, when a PDF cannot be drawn', async () => {
    const page = await open();
    await page.route('**/content', (route) => route.abort());
    await ask(page, 'How many days before a trip must I book a flight?');
    await page.locator('.cite').first().click();
    const panel = page.getByRole('complementary');
    await panel.getByText('The page could not be drawn.').waitFor();
    expect(await panel.locator('mark').textContent()).toContain('10 days');
  });
});
