import type { QuestionView } from '#contracts';
import { Kotae } from '../support/kotae.js';
import { HANDBOOK_FACTS, longHandbook } from '../support/long-handbook.js';
import { expectTrueQuotes, loadSamples } from '../support/samples.js';
import { tinyPhi3 } from '../support/tiny-models.js';

jest.setTimeout(180_000);

const SECTIONS = 60;
const QUESTIONS = {
  en: 'What is the night shift bonus for warehouse staff per hour?',
  ja: '倉庫の夜勤手当は1時間あたりいくらですか。',
};

async function start(worker: Record<string, string>): Promise<Kotae> {
  const kotae = await Kotae.start({ worker });
  const { id } = await kotae.client.upload('handbook.md', longHandbook(SECTIONS));
  await kotae.client.ready(id);
  return kotae;
}

const whole = (question: string, more: object = {}) => ({ question, context: 'documents', ...more });

describe('whole documents without a model', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    kotae = await start({ KOTAE_MAX_PARTS: '4' });
    await kotae.client.expect('POST', '/v1/collections', { json: { name: 'samples' } });
  });
  afterAll(() => kotae?.stop());

  it.each(['en', 'ja'] as const)('finds what one section of a long document says, in parts: %s', (language) =>
    kotae.explained(async () => {
      const reader = kotae.client.follow(await kotae.client.ask(whole(QUESTIONS[language])));
      const answer = await reader.finished();
      expect(answer).toMatchObject({ status: 'answered', options: { context: 'documents' } });
      expect(answer.answer).toContain(HANDBOOK_FACTS[language].says);
      await expectTrueQuotes(kotae.client, answer);
      expect(answer.citations.map(({ quote }) => quote)).toContain(HANDBOOK_FACTS[language].says);

      const { parts = 0 } = answer.usage?.read ?? {};
      expect(parts).toBeGreaterThan(1);
      expect(parts).toBeLessThanOrEqual(4);
      const progress = reader.of('progress').map(({ data }) => data);
      expect(progress).toEqual(Array.from({ length: parts + 1 }, (_, done) => ({ done, total: parts })));
      expect(reader.sources).toEqual(answer.sources);
      expect(reader.text).toBe(answer.answer);
      const numbered = answer.sources.flatMap(({ n }) => n ?? []);
      expect(numbered).toEqual(numbered.map((_, place) => place + 1));
    }),
  );

  it('gives the same answer again', () =>
    kotae.explained(async () => {
      const [one, other] = [
        await kotae.client.answer(whole(QUESTIONS.en)),
        await kotae.client.answer(whole(QUESTIONS.en)),
      ];
      expect([other.answer, other.citations, other.sources]).toEqual([
        one.answer,
        one.citations,
        one.sources,
      ]);
    }));

  it('says what it has left out, and why', () =>
    kotae.explained(async () => {
      const answer = await kotae.client.answer(whole(QUESTIONS.en, { context_tokens: 1000 }));
      const left = answer.sources.filter(({ included }) => !included);
      expect(left).toEqual([
        expect.objectContaining({ n: null, document: 'handbook.md', reason: 'part_limit' }),
      ]);
      // What search found is among the parts that were read.
      expect(answer.answer).toContain(HANDBOOK_FACTS.en.says);
    }));

  it('refuses what no document speaks of', () =>
    kotae.explained(async () => {
      const answer = await kotae.client.answer(whole('Which composer wrote the opera Tosca?'));
      expect(answer).toMatchObject({ status: 'not_in_documents', citations: [] });
    }));

  it('understands a follow-up', () =>
    kotae.explained(async () => {
      const first = await kotae.client.answer(whole(QUESTIONS.ja, { conversation_id: 'new' }));
      const second = await kotae.client.answer(
        whole('それはどの節ですか。', { conversation_id: first.conversation_id }),
      );
      expect(second.standalone_question).toBe(`${QUESTIONS.ja} それはどの節ですか。`);
      expect(second.status).toBe('answered');
      await expectTrueQuotes(kotae.client, second);
    }));
});

/** What the tiny model says to every part; its marker is right in the first one, whose seventh passage is that rule. */
const CLAIM = 'The night shift bonus for warehouse staff is 1,350 yen per hour [7].';

describe('whole documents with a model', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    kotae = await start({ KOTAE_MODEL: tinyPhi3({ answer: CLAIM }) });
    await loadSamples(kotae.client);
  });
  afterAll(() => kotae?.stop());

  it('answers from one prompt when the documents fit into it', () =>
    kotae.explained(async () => {
      const answer = await kotae.client.answer(
        whole('エラー番号K-201の対処を教えてください。', { max_tokens: 40 }),
      );
      expect(answer.usage?.read).toBeUndefined();
      expect(answer.timings?.read_ms).toBeNull();
      const [document] = new Set(answer.sources.map((source) => source.document));
      expect(document).toBe('it-equipment-ja.docx');
      expect(answer.sources.every(({ included, n }) => included && n !== null)).toBe(true);
    }));

  it('reads the documents for a question that shares no word with them', () =>
    kotae.explained(async () => {
      const question = 'Please summarise everything briefly.';
      expect((await kotae.client.answer({ question })).usage).toBeNull();
      const { usage, sources } = await kotae.client.answer(whole(question, { max_tokens: 40 }));
      expect(usage?.prompt_tokens).toBeGreaterThan(1000);
      expect(sources.every(({ reason }) => reason !== 'below_threshold')).toBe(true);
    }));

  it('asks the parts, makes one answer of what they say, and counts all of it', () =>
    kotae.explained(async () => {
      const named = { filter: { documents: ['handbook.md'] }, max_tokens: 60 };
      const answer = await kotae.client.answer(whole(QUESTIONS.en, named));
      expect(new Set(answer.sources.map(({ document }) => document))).toEqual(new Set(['handbook.md']));
      const { usage, timings } = answer;
      expect(usage?.read?.parts).toBeGreaterThan(1);
      expect(usage?.read?.prompt_tokens).toBeGreaterThan(3000);
      expect(usage?.prompt_tokens).toBeGreaterThanOrEqual(usage?.read?.prompt_tokens ?? Infinity);
      expect(timings?.read_ms).toBeGreaterThanOrEqual(0);
      // What the other parts claim, their text does not bear; in the answer's own prompt the rule is source 1.
      expect(answer.citations).toMatchObject([{ marker: 1, quote: HANDBOOK_FACTS.en.says, supported: true }]);
      expect(answer.sources.filter(({ n }) => n !== null)).toMatchObject([
        { n: 1, heading: expect.stringContaining('7') },
      ]);
      await expectTrueQuotes(kotae.client, answer);
    }));

  it('stops while the parts are read when it is cancelled, and goes on with the next question', () =>
    kotae.explained(async () => {
      const id = await kotae.client.ask(whole(QUESTIONS.en));
      const reader = kotae.client.follow(id);
      while (reader.of('progress').length === 0 && !reader.done)
        await new Promise((next) => setTimeout(next, 5));
      await kotae.client.request('DELETE', `/v1/questions/${id}`);
      expect((await reader.finished()).status).toBe('cancelled');
      const next = await kotae.client.answer({ question: 'Why?', grounded: false, max_tokens: 5 });
      expect(next.status).toBe('answered');
    }));
});

describe('whole documents with a long lane', () => {
  let kotae: Kotae;
  beforeAll(async () => {
    const model = tinyPhi3({ answer: CLAIM, context: 32_768, longRope: true });
    kotae = await start({ KOTAE_MODEL: model, KOTAE_LONG_CONTEXT: '16384' });
  });
  afterAll(() => kotae?.stop());

  it('reads in one prompt what only the long lane holds', () =>
    kotae.explained(async () => {
      const answer = await kotae.client.answer(whole(QUESTIONS.ja, { max_tokens: 30 }));
      expect(answer.model).toMatchObject({ lane: 'long', context_size: 16_384 } satisfies Partial<
        QuestionView['model']
      >);
      expect(answer.usage?.read).toBeUndefined();
      expect(answer.usage?.prompt_tokens).toBeGreaterThan(4096);
      expect(answer.sources.filter(({ n }) => n !== null).length).toBeGreaterThanOrEqual(SECTIONS / 4);
    }));
});
