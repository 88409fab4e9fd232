import { Kotae } from '../support/kotae.js';
import { LocalHub } from '../support/local-hub.js';
import { Browsing, violations } from './support/browsing.js';

jest.setTimeout(180_000);

/** An entry whose file nobody but the hub vouches for, so that any GGUF will do. */
const MODEL = 'phi-3-mini-128k-instruct-q4-k-m';
const NAME = 'Phi-3.1-mini-128k-instruct';
const FILE = `bartowski/${NAME}-GGUF/resolve/main/${NAME}-Q4_K_M.gguf`;
const content = Buffer.concat([Buffer.from('GGUF'), Buffer.alloc(3_000_000, 'model bytes ')]);

let kotae: Kotae;
let hub: LocalHub;
let browsing: Browsing;
beforeAll(async () => {
  hub = await LocalHub.start();
  hub.serve(FILE, { content });
  [kotae, browsing] = await Promise.all([
    Kotae.start({ worker: { KOTAE_GENERATORS: 'extractive', HF_ENDPOINT: hub.url } }),
    Browsing.launch(),
  ]);
});
afterEach(() => browsing.closePages());
afterAll(async () => {
  await browsing?.close();
  await kotae?.stop();
  await hub?.stop();
});

describe('models', () => {
  it('are fetched after a question about size and licence, with progress, and can be stopped', async () => {
    const page = await browsing.open(`${kotae.client.url}/admin/models`);
    const row = page.getByRole('row', { name: MODEL });
    await row.getByText('~2.39 GB').waitFor();
    expect(await row.getByText('Installed').count()).toBe(0);
    expect(await violations(page)).toEqual([]);

    hub.misbehave({ kind: 'stall', afterBytes: 1_200_000 });
    await page.getByRole('button', { name: `Fetch ${MODEL}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/2\.39 GB, under the licence MIT/).waitFor();
    await dialog.getByRole('button', { name: 'Fetch' }).click();
    await row.getByText('1.2 MB of 3 MB').waitFor();
    expect(await row.getByRole('progressbar', { name: MODEL }).getAttribute('value')).toBe('1200000');
    expect(await violations(page)).toEqual([]);

    await page.reload();
    await page.getByRole('button', { name: `Cancel: ${MODEL}` }).click();
    await row.getByText('Stopped; what has arrived is kept.').waitFor();

    await page.getByRole('button', { name: `Fetch ${MODEL}` }).click();
    await dialog.getByRole('button', { name: 'Fetch' }).click();
    await row.getByText('Installed').waitFor();
    await row.getByText('Fetched. Restart the workers to use it.').waitFor();
    expect(hub.requests.at(-1)?.range).toBe('bytes=1200000-');
    expect(await violations(page)).toEqual([]);
  });

  it('say in Japanese what went wrong and what to do', async () => {
    const page = await browsing.open(`${kotae.client.url}/admin/models`, { locale: 'ja', width: 390 });
    const model = 'phi-3-medium-4k-instruct-q4-k-m';
    await page.getByRole('button', { name: `取得：${model}` }).click();
    await page.getByRole('dialog').getByRole('button', { name: '取得' }).click();
    await page
      .getByRole('row', { name: model })
      .getByText(/モデルを取得できませんでした/)
      .waitFor();
    // What does not fit scrolls in the table, and not the page.
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await page.getByText(/ワーカーを再起動すると使われます/).count()).toBeGreaterThan(0);
    expect(await violations(page)).toEqual([]);
  });
});
