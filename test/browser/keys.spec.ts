import { createKey } from '../support/api-keys.js';
import { RunningApi } from '../integration/api/support/running-api.js';
import { Browsing, violations } from './support/browsing.js';

jest.setTimeout(120_000);

let api: RunningApi;
let browsing: Browsing;
let user = '';
let admin = '';
beforeAll(async () => {
  browsing = await Browsing.launch();
  api = await RunningApi.start({
    keyless: false,
    timings: { keyCache: 200 },
    beforeStart: async (url) => {
      user = await createKey(url, 'reception');
      admin = await createKey(url, 'ops', 'admin');
    },
  });
});
afterEach(() => browsing.closePages({ loud: true }));
afterAll(async () => {
  await browsing?.close();
  await api?.stop();
});

describe('a service that wants a key', () => {
  it('asks for it, refuses a wrong one, and lets in with a good one', async () => {
    const page = await browsing.open(api.url);
    await page.getByRole('heading', { name: 'This service needs an API key' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('API key').fill('kt_000000000000_wrong');
    await page.getByRole('button', { name: 'Enter' }).click();
    await page.getByText('This key is not valid, or has been revoked.').waitFor();
    await page.getByLabel('API key').fill(user);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    expect(await page.getByText('Key: reception').count()).toBe(1);
    expect(await page.getByRole('link', { name: 'Administration' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  });

  it('keeps a key for the tab alone, unless it is told to keep it', async () => {
    const page = await browsing.open(api.url);
    await page.getByLabel('API key').fill(user);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    await page.reload();
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(api.url);
    await other.getByLabel('API key').fill(admin);
    await other.getByLabel('Keep it in this browser').check();
    await other.getByRole('button', { name: 'Enter' }).click();
    await other.getByRole('link', { name: 'Administration' }).waitFor();
    const third = await page.context().newPage();
    await third.goto(`${api.url}/admin/keys`);
    await third.getByText('reception').waitFor();
    await third.getByRole('button', { name: 'Forget the key' }).click();
    await third.getByLabel('API key').waitFor();
    expect(await third.evaluate<number>('localStorage.length + sessionStorage.length')).toBeLessThanOrEqual(
      1,
    );
  });

  it('asks again when the key is revoked', async () => {
    const { key, id } = await api.client
      .withKey(admin)
      .expect<{ key: string; id: string }>('POST', '/v1/keys', { json: { name: 'brief' } });
    const page = await browsing.open(api.url);
    await page.getByLabel('API key').fill(key);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Question' }).waitFor();
    await api.client.withKey(admin).expect('DELETE', `/v1/keys/${id}`);
    await page.waitForTimeout(300);
    await page.getByRole('textbox', { name: 'Question' }).fill('Who is there?');
    await page.keyboard.press('Enter');
    await page.getByLabel('API key').waitFor();
    expect(await page.getByRole('textbox', { name: 'Question' }).count()).toBe(0);
  });

  it('opens the queues for an admin, in a tab that cannot send the key', async () => {
    const page = await browsing.open(`${api.url}/admin/workers`);
    await page.getByLabel('API key').fill(admin);
    await page.keyboard.press('Enter');
    const [board] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('button', { name: 'Open the queues' }).click(),
    ]);
    await board.getByText('answer-quarantine').first().waitFor();
    expect(board.url()).toBe(`${api.url}/queues/`);
  });
});
