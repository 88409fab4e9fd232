import type { QuestionView } from '#contracts';
import type { Page } from 'playwright-core';
import { CuttingProxy } from '../support/cutting-proxy.js';
import { Kotae } from '../support/kotae.js';
import { takeAnyAnswer } from '../support/take-any-answer.js';
import { recital, tinyPhi3 } from '../support/tiny-models.js';
import { until } from '../support/until.js';
import { Browsing, violations } from './support/browsing.js';

jest.setTimeout(180_000);

/** Long enough, and by a model slow enough, that much can happen while it is recited. */
const ANSWER = `The office opens at 8 o'clock [1]. ${recital(450, 'Beyond')}`;

let kotae: Kotae;
let browsing: Browsing;
let proxy: CuttingProxy;
beforeAll(async () => {
  const model = tinyPhi3({ answer: ANSWER, layers: 8, width: 512 });
  [kotae, browsing] = await Promise.all([Kotae.start({ worker: { KOTAE_MODEL: model } }), Browsing.launch()]);
  proxy = await CuttingProxy.to(kotae.client.url);
  const { id } = await kotae.client.upload(
    'office.txt',
    'Office hours. The office opens at 9 in the morning.',
  );
  await kotae.client.ready(id);
  await takeAnyAnswer(kotae.client);
});
afterEach(() => browsing.closePages({ loud: true }));
afterAll(async () => {
  await browsing?.close();
  await proxy?.stop();
  await kotae?.stop();
});

const text = async (page: Page): Promise<string> =>
  (await page.locator('.answer-text').first().textContent()) ?? '';

/** Asks, and waits until the answer has begun and not ended. */
async function begin(url: string): Promise<Page> {
  const page = await browsing.open(url);
  await page.getByRole('textbox').fill('When does the office open?');
  await page.keyboard.press('Enter');
  await page.locator('.answer-text').waitFor();
  expect(await page.locator('.answer').getAttribute('aria-busy')).toBe('true');
  return page;
}

/** The newest question, once it has ended. */
async function ended(): Promise<QuestionView> {
  const { items } = await kotae.client.expect<{ items: QuestionView[] }>('GET', '/v1/questions?limit=1');
  return kotae.client.final(items[0]?.id ?? '');
}

/** The page shows the whole answer; its markers are buttons that show their number alone. */
async function expectWholeAnswer(page: Page): Promise<void> {
  await page.locator('.answer[aria-busy=false]').first().waitFor();
  const { answer } = await ended();
  expect(answer).toContain('Beyond');
  expect(await text(page)).toBe(answer?.replace('[1]', '1?'));
}

describe('an answer that is being made', () => {
  it('goes on after the page was loaded anew', async () => {
    const page = await begin(kotae.client.url);
    await page.reload();
    await page.locator('.answer-text').waitFor();
    expect(await page.locator('.answer').getAttribute('aria-busy')).toBe('true');
    await expectWholeAnswer(page);
  });

  it('goes on after the connection was lost, and says so meanwhile', async () => {
    const page = await begin(proxy.url);
    proxy.refuse(1000);
    proxy.cut();
    await page.getByText('The connection is lost.').first().waitFor();
    proxy.refuse(0);
    await expectWholeAnswer(page);
  });

  it('ends when it is stopped, and can be asked again', async () => {
    const page = await begin(kotae.client.url);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped.').waitFor();
    expect((await ended()).status).toBe('cancelled');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await until('a second answer', async () => (await page.locator('.turn').count()) === 2);
  });

  it('marks a claim that its source does not bear out', async () => {
    const page = await begin(kotae.client.url);
    await page.locator('.answer[aria-busy=false]').waitFor();
    const { citations } = await ended();
    expect(citations).toMatchObject([{ marker: 1, supported: false }]);
    await page.getByRole('button', { name: 'Source 1: office.txt (not borne out by the source)' }).click();
    const mark = page.getByRole('complementary').locator('mark');
    expect(await mark.textContent()).toBe(citations[0]?.quote);
    expect(await violations(page)).toEqual([]);
  });

  it('tells a screen reader once that it began, and once what it is', async () => {
    const page = await browsing.open(kotae.client.url);
    await page.evaluate(`(() => {
      window.said = [];
      const region = document.querySelector('[role=status].unseen');
      new MutationObserver(() => region.textContent && window.said.push(region.textContent))
        .observe(region, { childList: true, characterData: true, subtree: true });
    })()`);
    await page.getByRole('textbox').fill('When does the office open?');
    await page.keyboard.press('Enter');
    await page.locator('.answer[aria-busy=false]').waitFor();
    const { answer } = await ended();
    const said = await until('the answer to be said', async () => {
      const heard = await page.evaluate<string[]>('window.said');
      return heard.length >= 2 && heard;
    });
    expect(said).toEqual(['Answering…', `The answer is ready. ${answer}`]);
    expect(await page.locator('[aria-live], [role=log]').count()).toBe(0);
  });

  it('comes whole to every tab that shows it, also to one that was open before it was asked', async () => {
    const first = await begin(kotae.client.url);
    const second = await first.context().newPage();
    await second.goto(first.url());
    await Promise.all([expectWholeAnswer(first), expectWholeAnswer(second)]);

    await first.getByRole('textbox', { name: 'Question' }).fill('When does the office open?');
    await first.keyboard.press('Enter');
    for (const page of [first, second]) {
      await until('a second turn', async () => (await page.locator('.turn').count()) === 2);
      await until('its end', async () => (await page.locator('.answer[aria-busy=false]').count()) === 2);
    }
    const { answer } = await ended();
    for (const page of [first, second]) {
      expect(await page.locator('.answer-text').last().textContent()).toBe(answer?.replace('[1]', '1?'));
    }
  });

  it('is shown to whoever asks in its conversation meanwhile, who can stop it and ask then', async () => {
    const first = await begin(kotae.client.url);
    await expectWholeAnswer(first);
    // Another browser, which nobody tells.
    const second = await browsing.open(first.url());
    await second.locator('.turn').waitFor();
    await first.getByRole('textbox', { name: 'Question' }).fill('When does the office open?');
    await first.keyboard.press('Enter');
    await until('the question', async () => (await first.locator('.turn').count()) === 2);
    const field = second.getByRole('textbox', { name: 'Question' });
    await field.fill('And when does it close?');
    await second.keyboard.press('Enter');
    await second.getByText('The question before this one is still being answered').waitFor();
    expect(await second.locator('.turn').count()).toBe(2);
    expect(await field.inputValue()).toBe('And when does it close?');
    await second.getByRole('button', { name: 'Stop' }).click();
    await first.getByText('Stopped.').waitFor();
    await field.press('Enter');
    await until('the third turn', async () => (await second.locator('.turn').count()) === 3);
  });

  it('stands beside what the model says alone, also after a reload', async () => {
    const page = await begin(kotae.client.url);
    await page.locator('.answer[aria-busy=false]').waitFor();
    await page.getByRole('button', { name: 'Compare without documents' }).click();
    const alone = page.getByRole('region', { name: 'The model alone' });
    await alone.locator('.answer[aria-busy=false]').waitFor();
    expect(await ended()).toMatchObject({ options: { grounded: false }, citations: [] });
    const [left, right] = [
      await page.getByRole('region', { name: 'With your documents' }).boundingBox(),
      await alone.boundingBox(),
    ];
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0) - 1);
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await alone.locator('.answer[aria-busy=false]').waitFor();
    await page.getByRole('button', { name: 'End the comparison' }).click();
    await alone.waitFor({ state: 'detached' });
  });
});
