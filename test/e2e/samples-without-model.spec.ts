import type { QuestionView } from '#contracts';
import { Kotae } from '../support/kotae.js';
import { expectTrueQuotes, loadSamples, sampleQuestions } from '../support/samples.js';

jest.setTimeout(180_000);

const answerable = sampleQuestions.filter(({ expected }) => expected !== null);
const unanswerable = sampleQuestions.filter(({ expected }) => expected === null);

describe('the sample documents, without a model', () => {
  let kotae: Kotae;
  let answers: Map<string, QuestionView>;

  beforeAll(async () => {
    kotae = await Kotae.start();
    await kotae.explained(async () => {
      await loadSamples(kotae.client);
      const asked = sampleQuestions.map(async ({ id, question }) => {
        return [id, await kotae.client.answer({ question })] as const;
      });
      answers = new Map(await Promise.all(asked));
    });
  });

  afterAll(() => kotae?.stop());

  it.each(answerable)('answers $id: $question', async ({ id, expected }) => {
    const answer = answers.get(id);
    expect(answer?.status).toBe('answered');
    const right = answer?.citations.filter(
      ({ document, page }) => document === expected?.document && page === expected.page,
    );
    expect(right?.map(({ quote }) => quote.replaceAll('\n', ' ')).join('\n')).toContain(
      expected?.quote_contains,
    );
    expect(answer?.model).toMatchObject({ id: 'extractive', generator: 'extractive' });
  });

  it.each(unanswerable)('says that the documents hold no answer to $id: $question', ({ id, language }) => {
    const answer = answers.get(id);
    expect(answer?.status).toBe('not_in_documents');
    expect(answer?.citations).toEqual([]);
    expect(answer?.answer).toMatch(language === 'ja' ? /資料/ : /documents/);
  });

  it('quotes what the documents say, to the letter', async () => {
    expect.hasAssertions();
    for (const answer of answers.values()) await expectTrueQuotes(kotae.client, answer);
  });

  it('lists each source once, in the prompt or with the reason why it is not', () => {
    for (const { sources } of answers.values()) {
      const passages = sources.map((source) => source.passage_id);
      expect(new Set(passages).size).toBe(passages.length);
      for (const { included, n, reason } of sources) {
        expect(included ? n : reason).toBeTruthy();
      }
    }
  });

  it('answers the same when everybody asks at once, and says nothing about it', () =>
    kotae.explained(async () => {
      const asked = [1, 2, 3, 4, 5].flatMap(() => sampleQuestions);
      const together = await Promise.all(
        asked.map(async ({ id, question }) => ({ id, now: await kotae.client.answer({ question }) })),
      );
      for (const { id, now } of together) expect(now.answer).toBe(answers.get(id)?.answer);
      const complaints = [kotae.api, kotae.worker].flatMap(({ lines }) =>
        lines.filter((line) => /Warning|WARN|ERROR/.test(line) && !line.includes('/readyz')),
      );
      expect(complaints).toEqual([]);
    }));

  it('reads the pages of the PDF and none where there are none', async () => {
    const { items } = await kotae.client.expect<{ items: { name: string; pages: number | null }[] }>(
      'GET',
      '/v1/collections/default/documents',
    );
    const pages = Object.fromEntries(items.map((document) => [document.name, document.pages]));
    expect(pages).toEqual({
      'travel-and-expenses.pdf': 4,
      'security-policy.md': null,
      'work-rules-ja.html': null,
      'it-equipment-ja.docx': null,
    });
  });
});
