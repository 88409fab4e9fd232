import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateObject, generateText, streamText } from 'ai';
import OpenAI, { AuthenticationError, BadRequestError, NotFoundError } from 'openai';
import { z } from 'zod';
import type { QuestionView } from '#contracts';
import type { Annotation } from '../../apps/api/src/openai/chat/annotations.js';
import { Kotae } from '../support/kotae.js';
import { loadSamples } from '../support/samples.js';
import { takeAnyAnswer } from '../support/take-any-answer.js';
import { tinyPhi3 } from '../support/tiny-models.js';
import { until } from '../support/until.js';

jest.setTimeout(180_000);

const ANSWER = 'The company pays 24 yen per kilometre for a private car [1]. 東京の会社は日本にあります🤖';
const CLAIM = 'How much does the company pay per kilometre for a private car?';
const claim = [{ role: 'user' as const, content: CLAIM }];

describe('OpenAI’s own client', () => {
  let kotae: Kotae;
  let openai: OpenAI;
  let plain: string;

  beforeAll(async () => {
    // So slow that the answer takes longer than text is held back to be sent together.
    const model = tinyPhi3({ answer: ANSWER, layers: 8, width: 512 });
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: model } });
    openai = new OpenAI({
      baseURL: `${kotae.client.url}/openai/v1`,
      apiKey: 'none needed here',
      maxRetries: 0,
    });
    await kotae.explained(async () => {
      await loadSamples(kotae.client);
      await takeAnyAnswer(kotae.client);
    });
    const models = (await openai.models.list()).data.map(({ id }) => id);
    plain = models.find((id) => id.startsWith('phi3')) ?? '';
  });
  afterAll(() => kotae?.stop());

  it('lists collections, models and embedders, and finds each', async () => {
    const { data } = await openai.models.list();
    expect(data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['kotae/default', expect.stringMatching(/^phi3-tiny/), 'hashed-ngrams-512']),
    );
    for (const { id } of data) expect((await openai.models.retrieve(id)).id).toBe(id);
    await expect(openai.models.retrieve('gpt-4o')).rejects.toThrow(NotFoundError);
  });

  it('asks the documents, and is told where each claim stands', async () => {
    const { data: completion, response } = await openai.chat.completions
      .create({ model: 'kotae/default', messages: claim })
      .withResponse();
    expect(response.status).toBe(200);
    const [choice] = completion.choices;
    expect(choice?.message.content).toBe(ANSWER);
    expect(choice?.finish_reason).toBe('stop');
    expect(completion.usage?.completion_tokens).toBeGreaterThan(10);
    const [annotation] = annotationsOf(completion);
    expect(annotation).toMatchObject({ type: 'file_citation', marker: 1, index: ANSWER.indexOf('[1]') });
    const { file_id: id, version, start, end } = annotation!;
    const { text } = await kotae.client.expect<{ text: string }>(
      'GET',
      `/v1/documents/${id}/text?start=${start}&end=${end}&version=${version}`,
    );
    expect(text).toBe(annotation?.quote);
  });

  it('streams the same answer, with annotations and usage at its end', async () => {
    const stream = openai.chat.completions.stream({
      model: 'kotae/default',
      messages: claim,
      stream_options: { include_usage: true },
    });
    let pieces = 0;
    stream.on('content', () => pieces++);
    const completion = await stream.finalChatCompletion();
    expect(completion.choices[0]?.message.content).toBe(ANSWER);
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(completion.usage?.total_tokens).toBeGreaterThan(100);
    expect(pieces).toBeGreaterThan(1);
    const whole = await openai.chat.completions.create({ model: 'kotae/default', messages: claim });
    expect(annotationsOf(completion)).toEqual(annotationsOf(whole));
    expect(annotationsOf(whole)).toHaveLength(1);
  });

  it('is told plainly when the documents do not hold the answer', async () => {
    const { choices, usage, ...rest } = await openai.chat.completions.create({
      model: 'kotae/default',
      messages: [{ role: 'user', content: 'Which enzyme unwinds the helix of DNA?' }],
    });
    expect(rest).toMatchObject({ kotae: { status: 'not_in_documents' } });
    expect(choices[0]?.message.content).not.toBe('');
    expect(choices[0]?.message.annotations).toEqual([]);
    expect(usage?.completion_tokens).toBe(0);
  });

  it('understands a follow-up by the messages before it', async () => {
    const completion = await openai.chat.completions.create({
      model: 'kotae/default',
      messages: [
        { role: 'user', content: 'What is the hotel limit in Rotterdam?' },
        { role: 'assistant', content: '130 euros.' },
        { role: 'user', content: 'And in Osaka?' },
      ],
    });
    const { id } = (completion as unknown as { kotae: { id: string } }).kotae;
    const question = await kotae.client.expect<QuestionView>('GET', `/v1/questions/${id}`);
    expect(question.standalone_question).toContain('hotel limit');
    expect(question.sources.length).toBeGreaterThan(0);
  });

  it('talks to the model alone, up to a stop string or a length', async () => {
    const chat = { model: plain, messages: claim };
    const whole = await openai.chat.completions.create(chat);
    expect(whole.choices[0]?.message).toMatchObject({ content: ANSWER, annotations: [] });
    const stopped = await openai.chat.completions.create({ ...chat, stop: ['kilometre'] });
    expect(stopped.choices[0]?.message.content).toBe('The company pays 24 yen per ');
    expect(stopped.choices[0]?.finish_reason).toBe('stop');
    const cut = await openai.chat.completions.create({ ...chat, max_completion_tokens: 3 });
    expect(cut.choices[0]?.finish_reason).toBe('length');
    expect(cut.usage?.completion_tokens).toBe(3);
    expect(ANSWER.startsWith(cut.choices[0]?.message.content ?? '?')).toBe(true);
  });

  it('embeds texts, as numbers or as Base64, to the same vectors', async () => {
    const input = ['hotel limit', '宿泊費の上限'];
    const model = 'hashed-ngrams-512';
    const coded = await openai.embeddings.create({ model, input });
    const numbers = await openai.embeddings.create({ model, input, encoding_format: 'float' });
    expect(coded.data.map(({ embedding }) => embedding)).toEqual(
      numbers.data.map(({ embedding }) => embedding),
    );
    const [first] = numbers.data;
    expect(first?.embedding).toHaveLength(512);
    expect(Math.hypot(...(first?.embedding ?? []))).toBeCloseTo(1, 5);
    expect(coded.usage.prompt_tokens).toBeGreaterThan(3);
  });

  it('gets errors of the shape that it knows', async () => {
    const bad = openai.chat.completions.create({ model: plain, messages: claim, n: 2 });
    await expect(bad).rejects.toBeInstanceOf(BadRequestError);
    await expect(bad).rejects.toMatchObject({ status: 400, param: 'n', type: 'invalid_request_error' });
    const unknown = openai.chat.completions.create({ model: 'gpt-4o', messages: claim });
    await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    const nowhere = openai.chat.completions.create({ model: 'kotae/nowhere', messages: claim });
    await expect(nowhere).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
    const long = [{ role: 'user' as const, content: 'word '.repeat(20_000) }];
    const tooLong = openai.chat.completions.create({ model: plain, messages: long });
    await expect(tooLong).rejects.toMatchObject({ status: 400, code: 'context_length_exceeded' });
    const stranger = new OpenAI({ baseURL: openai.baseURL, apiKey: 'kt_wrong_key', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toBeInstanceOf(AuthenticationError);
    const dimensions = openai.embeddings.create({ model: 'hashed-ngrams-512', input: 'x', dimensions: 3 });
    await expect(dimensions).rejects.toMatchObject({ status: 400, param: 'dimensions' });
  });
});

describe('clients of a model that goes on for long', () => {
  let kotae: Kotae;
  let openai: OpenAI;
  let model: string;

  beforeAll(async () => {
    kotae = await Kotae.start({ worker: { KOTAE_MODEL: tinyPhi3() } });
    openai = new OpenAI({ baseURL: `${kotae.client.url}/openai/v1`, apiKey: 'none', maxRetries: 0 });
    model = (await openai.models.list()).data.find(({ id }) => id.startsWith('phi3'))?.id ?? '';
  });
  afterAll(() => kotae?.stop());

  it('cancel it by hanging up in the middle', async () => {
    const stream = await openai.chat.completions.create({
      model,
      messages: claim,
      stream: true,
      max_tokens: 3000,
    });
    let id = '';
    for await (const chunk of stream) {
      id = chunk.id.replace('chatcmpl-', '');
      if (chunk.choices[0]?.delta.content) stream.controller.abort();
    }
    const cancelled = await until('the question to be cancelled', async () => {
      const question = await kotae.client.expect<QuestionView>('GET', `/v1/questions/${id}`);
      return question.status !== 'running' && question;
    });
    expect(cancelled.status).toBe('cancelled');
  });

  it('get JSON of the schema that they gave', async () => {
    const completion = await openai.chat.completions.create({
      model,
      messages: claim,
      temperature: 1,
      seed: 5,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'trip',
          strict: true,
          schema: {
            type: 'object',
            properties: { city: { type: 'string', enum: ['Osaka', 'Rotterdam'] }, late: { type: 'boolean' } },
            required: ['city', 'late'],
            additionalProperties: false,
          },
        },
      },
    });
    const trip = JSON.parse(completion.choices[0]?.message.content ?? '') as Record<string, unknown>;
    expect(Object.keys(trip)).toEqual(['city', 'late']);
    const seeded = { model, messages: claim, temperature: 1, seed: 11, max_tokens: 12 };
    const texts = await Promise.all(
      [seeded, seeded].map(
        async (body) => (await openai.chat.completions.create(body)).choices[0]?.message.content,
      ),
    );
    expect(texts[0]).toBe(texts[1]);
  });

  it('may be Vercel’s AI SDK, which streams, builds objects, cancels, and is told of errors', async () => {
    const provider = createOpenAICompatible({
      name: 'kotae',
      baseURL: `${kotae.client.url}/openai/v1`,
      supportsStructuredOutputs: true,
      includeUsage: true,
    });
    const { textStream, usage } = streamText({ model: provider(model), prompt: CLAIM, maxOutputTokens: 20 });
    let text = '';
    for await (const piece of textStream) text += piece;
    expect(text).not.toBe('');
    expect((await usage).outputTokens).toBe(20);
    const again = await generateText({ model: provider(model), prompt: CLAIM, maxOutputTokens: 20 });
    expect(again.text).toBe(text);
    const schema = z.object({
      city: z.enum(['Osaka', 'Rotterdam']),
      nights: z.enum(['one', 'two']).nullable(),
    });
    const { object } = await generateObject({ model: provider(model), prompt: CLAIM, schema });
    expect(schema.parse(object)).toEqual(object);
    const stop = new AbortController();
    const stopped = streamText({
      model: provider(model),
      prompt: CLAIM,
      maxOutputTokens: 3000,
      abortSignal: stop.signal,
    });
    for await (const piece of stopped.textStream) if (piece !== '') stop.abort();
    const newest = async (): Promise<QuestionView | undefined> =>
      (await kotae.client.expect<{ items: QuestionView[] }>('GET', '/v1/questions?limit=1')).items[0];
    await until('its question to be cancelled', async () => (await newest())?.status === 'cancelled');
    const wrong = generateText({ model: provider('no-such-model'), prompt: CLAIM, maxRetries: 0 });
    await expect(wrong).rejects.toThrow(/There is no model "no-such-model"/);
  });
});

/** The typed client knows annotations of the web search only. */
function annotationsOf({ choices }: OpenAI.ChatCompletion): Annotation[] {
  return (choices[0]?.message.annotations ?? []) as unknown as Annotation[];
}
