import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { Kotae } from '../support/kotae.js';
import { query } from '../support/transitions.js';
import { until } from '../support/until.js';
import { Browsing, violations, type Reader } from './support/browsing.js';
import { picture } from './support/pictures.js';

jest.setTimeout(180_000);

let kotae: Kotae;
let browsing: Browsing;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kotae-files-'));
  const settings = { KOTAE_MAX_UPLOAD_BYTES: '2000000' };
  [kotae, browsing] = await Promise.all([Kotae.start({ api: settings }), Browsing.launch()]);
});
afterEach(() => browsing.closePages({ loud: true }));
afterAll(async () => {
  await browsing?.close();
  await kotae?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path: string, reader?: Reader): Promise<Page> => browsing.open(kotae.client.url + path, reader);
const row = (page: Page, name: string): Locator => page.getByRole('listitem', { name, exact: true });
const ready = (page: Page, name: string): Promise<void> =>
  row(page, name).getByText('Ready', { exact: true }).waitFor();

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Drags files and folders from the desktop onto the page, and lets them go. */
async function drop(page: Page, ...paths: string[]): Promise<void> {
  const area = await page.locator('.drop-zone').boundingBox();
  if (!area) throw new Error('there is nothing to drop files on');
  const place = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const session = await page.context().newCDPSession(page);
  const copy = 1;
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files: paths, dragOperationsMask: copy };
    await session.send('Input.dispatchDragEvent', { type, ...place, data });
  }
  await session.detach();
}

describe('documents on the page', () => {
  it('takes dropped files and says how far each has come, until all are ready', async () => {
    const page = await open('/documents');
    await page.getByText('No documents yet.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Tags for new documents').fill('canteen, menus、canteen');
    await drop(
      page,
      file('canteen.md', '# Canteen\n\nLunch is served from 11:30 to 13:30 on the second floor.'),
      file('食堂.txt', '食堂の昼食は十一時三十分から十三時三十分までです。'),
    );
    await ready(page, 'canteen.md');
    await ready(page, '食堂.txt');
    expect(await row(page, 'canteen.md').locator('.tag').allTextContents()).toEqual(['canteen', 'menus']);
    expect(browsing.complaints).toEqual([]);
  });

  it('takes a whole folder, under the names of its paths', async () => {
    file('handbook/part one/rules.md', '# Rules\n\nVisitors sign in at the desk.');
    file('handbook/notes.txt', 'Parking lot C is for guests.');
    file('handbook/.DS_Store', 'clutter');
    const page = await open('/documents');
    await page.getByLabel('Choose a folder').setInputFiles(join(folder, 'handbook'));
    await ready(page, 'handbook/part one/rules.md');
    await ready(page, 'handbook/notes.txt');
    expect(await page.getByText('DS_Store').count()).toBe(0);
  });

  it('says what is wrong with a file and what to do, and tries it again', async () => {
    const page = await open('/documents');
    const picker = page.getByLabel('Choose files');
    await picker.setInputFiles([
      file('broken.pdf', '%PDF-1.7\nnothing that follows from it'),
      file('huge.txt', 'x'.repeat(2_100_000)),
    ]);
    const broken = row(page, 'broken.pdf');
    await broken.getByText('Failed').waitFor();
    expect(await broken.getByRole('alert').first().textContent()).toMatch(/damaged|repair|export|again/i);
    const refused = page.getByRole('listitem').filter({ hasText: 'huge.txt' });
    await refused.getByText('Not taken').waitFor();
    expect(await refused.getByRole('alert').textContent()).toContain('KOTAE_MAX_UPLOAD_BYTES');
    expect(await violations(page)).toEqual([]);
    await picture(page, 'documents-en');

    await broken.getByRole('button', { name: 'Try again: broken.pdf' }).click();
    await until('it to be tried and to fail again', async () => {
      const { items } = await kotae.client.expect<{
        items: { name: string; status: string; updated_at: string; created_at: string }[];
      }>('GET', '/v1/collections/default/documents?status=failed');
      return items.some(
        ({ name, updated_at, created_at }) => name === 'broken.pdf' && updated_at > created_at,
      );
    });
    await broken.getByText('Failed').waitFor();
    await broken.getByRole('button', { name: 'Delete broken.pdf' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await broken.waitFor({ state: 'detached' });
    await refused.getByRole('button', { name: 'Dismiss: huge.txt' }).click();
    await refused.waitFor({ state: 'detached' });
  });

  it('explains a failure in Japanese to those who read Japanese', async () => {
    const page = await open('/documents', { locale: 'ja' });
    await page.getByLabel('ファイルを選ぶ').setInputFiles(file('壊れた.pdf', '%PDF-1.7\nnothing'));
    const broken = row(page, '壊れた.pdf');
    await broken.getByText('失敗').waitFor();
    expect(await broken.getByRole('alert').first().textContent()).toContain('壊れていて読めません');
    await kotae.client.expect('DELETE', `/v1/documents/${await idOf('壊れた.pdf')}`);
  });

  it('tells of pictures that nobody could read, in both languages', async () => {
    const { id } = await kotae.client.upload('plan.md', '# Plan\n\nThe plan is in the pictures.');
    await kotae.client.ready(id);
    // As where Tesseract is missing, which the machine of the tests may have.
    await query(
      kotae.databaseUrl,
      `update extractions set unread_pictures = 3 where id in (select extraction_id from document_versions where document_id = '${id}')`,
    );
    const english = await open('/documents');
    await row(english, 'plan.md')
      .getByText(/3 pictures .*not read: Tesseract was missing/u)
      .waitFor();
    const japanese = await open('/documents', { locale: 'ja' });
    await row(japanese, 'plan.md')
      .getByText(/3 件は、OCR（Tesseract）がなかったため/u)
      .waitFor();
    expect(await violations(english)).toEqual([]);
    await kotae.client.expect('DELETE', `/v1/documents/${id}`);
  });

  it('finds passages, and opens them where they stand', async () => {
    const page = await open('/documents');
    await page.getByRole('searchbox', { name: 'Search in documents' }).fill('when is lunch served');
    await page.keyboard.press('Enter');
    const result = page.getByRole('button', { name: /canteen\.md.*Lunch is served/ });
    await result.click();
    const panel = page.getByRole('complementary');
    expect(await panel.locator('mark').textContent()).toContain('Lunch is served from 11:30 to 13:30');
    expect(await violations(page)).toEqual([]);
  });

  it('changes tags and date, and filters by them', async () => {
    const page = await open('/documents');
    await page.getByRole('button', { name: 'Tags and date of handbook/notes.txt' }).click();
    const form = row(page, 'handbook/notes.txt');
    await form.getByLabel('Tags', { exact: true }).fill('parking');
    await form.getByLabel('Date', { exact: true }).fill('2026-04-01');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('parking', { exact: true }).waitFor();
    await page.getByLabel('Tag', { exact: true }).fill('parking');
    await row(page, 'canteen.md').waitFor({ state: 'detached' });
    expect(await page.locator('.rows > .row').count()).toBe(1);
    await page.getByLabel('Tag', { exact: true }).fill('');
    await page.getByLabel('From').fill('2026-05-01');
    await page.getByText('No document matches.').waitFor();
  });

  it('asks only what passes the filter', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Options' }).click();
    await page.getByLabel('Only with the tags').fill('parking');
    await page.getByRole('textbox', { name: 'Question' }).fill('Which lot is for guests?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.locator('.answer[aria-busy=false]').waitFor();
    expect(await page.locator('.source strong').allTextContents()).toEqual(['handbook/notes.txt']);
  });

  it('takes a dropped folder with a file beside it', async () => {
    file('規程/旅費/国内.md', '# 国内出張\n\n新幹線は普通車を使う。');
    file('規程/.git/HEAD', 'clutter');
    // A browser gives a folder's entries in portions of a hundred.
    const many = Array.from({ length: 120 }, (_, i) => `規程/通達/${i}.txt`);
    for (const name of many) file(name, `${name}は旅費の通達である。`);
    const page = await open('/documents');
    await drop(page, join(folder, '規程'), file('gate.txt', 'The gate opens at seven.'));
    const expected = new Set([...many, '規程/旅費/国内.md', 'gate.txt']);
    await until('all of them to be uploaded', async () => {
      const { items } = await kotae.client.expect<{ items: { name: string }[] }>(
        'GET',
        '/v1/collections/default/documents?limit=200',
      );
      expect(items.map(({ name }) => name)).not.toContain('規程/.git/HEAD');
      return items.filter(({ name }) => expected.has(name)).length === expected.size;
    });
    expect(browsing.complaints).toEqual([]);
  });
});

async function idOf(name: string): Promise<string> {
  const { items } = await kotae.client.expect<{ items: { id: string; name: string }[] }>(
    'GET',
    '/v1/collections/default/documents',
  );
  return items.find((document) => document.name === name)?.id ?? '';
}

describe('administration on the page', () => {
  it('makes a collection, sets it up, and deletes it', async () => {
    const page = await open('/admin/collections');
    const form = page.getByRole('form', { name: 'New collection' });
    await form.getByLabel('Name').fill('legal');
    await form.getByLabel('Description').fill('Contracts');
    await form.getByRole('button', { name: 'Create' }).click();
    const legal = row(page, 'legal');
    await legal.getByRole('button', { name: 'Settings of legal' }).click();
    for (const group of ['Japanese', 'English']) {
      await legal.getByRole('group', { name: group }).getByLabel('Words found').fill('0.4');
      await legal.getByRole('group', { name: group }).getByLabel('Answer borne out').fill('0.5');
    }
    expect(await violations(page)).toEqual([]);
    await picture(page, 'collections-en');
    await legal.getByRole('button', { name: 'Save' }).click();
    await legal.getByText('Saved').waitFor();
    const { refusal } = await kotae.client.expect<{ refusal: unknown }>('GET', '/v1/collections/legal');
    expect(refusal).toMatchObject({ ja: { coverage: 0.4, similarity: null, support: 0.5 } });
    await legal.getByRole('button', { name: 'Delete legal' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await legal.waitFor({ state: 'detached' });
    expect((await kotae.client.request('GET', '/v1/collections/legal')).status).toBe(404);
    expect(browsing.complaints).toEqual([]);
  });

  it('makes a key, shows it once, and revokes it', async () => {
    const page = await open('/admin/keys');
    const form = page.getByRole('form', { name: 'New key' });
    await form.getByLabel('Name').fill('reporting');
    await form.getByRole('button', { name: 'Create' }).click();
    const key = (await page.locator('.copyable code').textContent()) ?? '';
    expect((await kotae.client.withKey(key).request('GET', '/v1/collections')).status).toBe(200);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.getByRole('button', { name: 'Revoke reporting' }).click();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Revoked').waitFor();
    await until('the key to stop working', async () => {
      return (await kotae.client.withKey(key).request('GET', '/v1/collections')).status === 401;
    });
  });

  it('says in Japanese that no language model is installed, and how to get one', async () => {
    const page = await open('/admin/models', { locale: 'ja' });
    await page.getByText(/言語モデルがインストールされていない.*npm run models -- pull/).waitFor();
    await page.getByText(/内蔵の埋め込み/).waitFor();
    expect(await page.getByText('No language model').count()).toBe(0);
  });

  it('shows models and workers, and opens the queues without asking another server', async () => {
    const page = await open('/admin/models');
    await page.getByText('extractive', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Workers and queues' }).click();
    await page.getByText('answers, reads documents').waitFor();
    expect(await violations(page)).toEqual([]);
    const [board] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Open the queues' }).click(),
    ]);
    await board.waitForURL('**/queues/**');
    await board.getByText('answer-quarantine').first().waitFor();
    expect(browsing.complaints).toEqual([]);
  });
});
