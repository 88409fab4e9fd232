import type { QuestionView } from '#contracts';
import type { AnswerReader } from '../support/answer-reader.js';
import { Kotae } from '../support/kotae.js';
import { expectTrueQuotes, loadSamples, sampleQuestions } from '../support/samples.js';
import { takeAnyAnswer } from '../support/take-any-answer.js';
import { tinyPhi3 } from '../support/tiny-models.js';

jest.setTimeout(180_000);

/** What the tiny model says to everything; true of the first source for one of the questions. */
const ANSWER = 'The company pays 24 yen per kilometre for a private car [1]. 東京の会社は日本にあります🤖';
const CLAIM = 'How much does the company pay per kilometre for a private car?';
const answerable = sampleQuestions.filter(({ expected }) => expected !== null);

describe('the sample documents, with a model', () => {
  let kotae: Kotae;
  const readers = new Map<string, AnswerReader>();
  const answers = new Map<string, QuestionView>();

  beforeAll(async () => {
    // So slow that the answer takes longer than text is held back to be sent together.
    const model = tinyPhi3({ answer: ANSWER, layers: 8, width: 512 });
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: model } });
    await kotae.explained(async () => {
      await loadSamples(kotae.client);
      await takeAnyAnswer(kotae.client);
      for (const { id, question } of sampleQuestions) {
        readers.set(id, kotae.client.follow(await kotae.client.ask({ question })));
      }
      for (const [id, reader] of readers) answers.set(id, await reader.finished());
    });
  });

  afterAll(() => kotae?.stop());

  it.each(answerable)('gives the model the right passage for $id: $question', ({ id, expected }) => {
    const { status, sources } = answers.get(id) as QuestionView;
    expect(status).toBe('answered');
    const numbered = sources.filter(({ included }) => included);
    expect(numbered.map(({ n }) => n)).toEqual(numbered.map((_, place) => place + 1));
    const right = numbered.filter(
      ({ document, page }) => document === expected?.document && page === expected.page,
    );
    expect(right[0]?.n).toBeLessThanOrEqual(3);
  });

  it.each(answerable)('streams the answer to $id as it is made, whole in both scripts', ({ id }) => {
    const reader = readers.get(id) as AnswerReader;
    expect(reader.text).toBe(ANSWER);
    expect(reader.holes).toEqual([]);
    expect(reader.of('delta').length).toBeGreaterThan(1);
    expect(reader.done?.answer).toBe(ANSWER);
    expect(reader.sources).toEqual(reader.done?.sources);
    expect(reader.of('citation').map(({ data }) => data)).toEqual(reader.done?.citations);
    const types = reader.events.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1]);
    expect(types.slice(-4)).toEqual(['sources', 'delta', 'citation', 'done']);
    for (const type of types.slice(0, -4)) expect(type).toBe('status');
  });

  it('refuses what the documents do not hold before the model is asked', () => {
    for (const { id } of sampleQuestions.filter(({ expected }) => expected === null)) {
      const { status, usage, model, citations } = answers.get(id) as QuestionView;
      expect({ status, usage, citations }).toEqual({
        status: 'not_in_documents',
        usage: null,
        citations: [],
      });
      expect(model?.lane).toBeNull();
    }
  });

  it('marks a claim as supported when its source says so', () => {
    const claimed = answerable.find(({ question }) => question === CLAIM);
    const citations = answers.get(claimed?.id ?? '')?.citations;
    expect(citations).toEqual([
      expect.objectContaining({
        marker: 1,
        document: 'travel-and-expenses.pdf',
        quote: expect.stringContaining('24 yen per kilometre'),
        supported: true,
      }),
    ]);
  });

  it('marks a claim as not supported when its source says nothing of the kind', () => {
    const others = answerable.flatMap(({ id }) => answers.get(id)?.citations ?? []);
    const elsewhere = others.filter(({ document }) => document === 'security-policy.md');
    expect(elsewhere).not.toEqual([]);
    expect(elsewhere.filter(({ supported }) => supported)).toEqual([]);
  });

  it('quotes what the documents say, to the letter', async () => {
    expect.hasAssertions();
    for (const answer of answers.values()) await expectTrueQuotes(kotae.client, answer);
  });

  it('counts tokens and times of every answer', () => {
    for (const { id } of answerable) {
      const { usage, timings, model, sources, stop_reason: stop } = answers.get(id) as QuestionView;
      const evidence = sources.reduce((sum, source) => sum + (source.included ? source.tokens : 0), 0);
      expect(stop).toBe('end');
      expect(usage?.prompt_tokens).toBeGreaterThan(evidence);
      expect(usage?.prompt_tokens).toBeLessThan(evidence + 250);
      expect(usage?.reused_tokens).toBeLessThan(usage?.prompt_tokens ?? 0);
      expect(usage?.completion_tokens).toBeGreaterThan(20);
      const { condense_ms: condensed, read_ms: read, ...others } = timings ?? {};
      expect([condensed, read]).toEqual([null, null]);
      for (const time of Object.values(others)) expect(time).toBeGreaterThanOrEqual(0);
      expect(timings?.total_ms).toBeGreaterThanOrEqual(
        (timings?.queued_ms ?? 0) + (timings?.retrieve_ms ?? 0) + (timings?.decode_ms ?? 0) - 3,
      );
      expect(model).toEqual({
        id: expect.stringMatching(/^phi3-tiny-/),
        generator: 'llama',
        lane: 'short',
        context_size: 4096,
      });
    }
  });

  it('lets no answer stand of which the documents bear nothing, unless the collection wants that', async () => {
    const { client } = kotae;
    const kept = await client.request<{ refusal: unknown }>('GET', '/v1/collections/default', {});
    const reset = await client.request<{ refusal: unknown }>('PATCH', '/v1/collections/default', {
      json: { refusal: null },
    });
    expect([kept.body.refusal, reset.body.refusal]).toEqual([expect.anything(), null]);
    const other = answerable.find(({ question }) => question !== CLAIM && /[a-z]/.test(question))!;
    const unfounded = await client.answer({ question: other.question });
    expect(unfounded).toMatchObject({ status: 'not_in_documents', citations: [] });
    expect(unfounded.answer).toMatch(
      /^The documents do not contain an answer to this question\. The closest ones/,
    );
    expect(unfounded.usage?.completion_tokens).toBeGreaterThan(20);
    const founded = await client.answer({ question: CLAIM });
    expect(founded).toMatchObject({ status: 'answered', answer: ANSWER });
    const wrong = await client.request<{ code: string }>('PATCH', '/v1/collections/default', {
      json: { refusal: { ja: { coverage: 2 } } },
    });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid_request']);
  });
});
