import { randomUUID } from 'node:crypto';
import { answerOptionsSchema } from '#contracts';
import {
  CollectionsRepository,
  ConversationsRepository,
  dataSourceOptions,
  QuestionAttemptsRepository,
  QuestionsRepository,
  type FinishedAnswer,
  type NewQuestion,
  type QuestionEntity,
} from '#database';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';

let database: TestDatabase;
let db: DataSource;
let questions: QuestionsRepository;
let attempts: QuestionAttemptsRepository;
let conversations: ConversationsRepository;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await new DataSource(dataSourceOptions(database.url, 'spec')).initialize();
  questions = new QuestionsRepository(db);
  attempts = new QuestionAttemptsRepository(db);
  conversations = new ConversationsRepository(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const asked = (conversationId: string | null, more: Partial<NewQuestion> = {}): NewQuestion => ({
  owner: 'local',
  idempotencyKey: null,
  collection: conversationId === 'new' ? 'default' : null,
  conversationId,
  question: 'How long is the notice period?',
  options: answerOptionsSchema.parse({}),
  ...more,
});

const answered: FinishedAnswer = {
  status: 'answered',
  standaloneQuestion: 'How long is the notice period in writing?',
  answer: 'Thirty days.',
  citations: [],
  sources: [],
  stopReason: 'end',
  usage: null,
  timings: null,
  model: null,
  error: null,
};

async function begin(more: Partial<NewQuestion> = {}): Promise<QuestionEntity & { conversationId: string }> {
  const { question } = await questions.create(asked('new', more));
  return question as QuestionEntity & { conversationId: string };
}

async function end({ id }: { id: string }): Promise<void> {
  const start = await attempts.start(id, { alone: false });
  if (start.outcome !== 'started') throw new Error(start.outcome);
  await attempts.finish(id, start.question.epoch, answered);
}

describe('a conversation', () => {
  it('begins with its first question and goes on, turn by turn', async () => {
    const first = await begin();
    expect(first).toMatchObject({ turn: 1, collectionName: 'default' });
    await end(first);
    const { question: second } = await questions.create(
      asked(first.conversationId, { question: 'In writing?' }),
    );
    expect(second).toMatchObject({
      turn: 2,
      conversationId: first.conversationId,
      collectionName: 'default',
    });
    expect(await questions.get('local', second.id)).toMatchObject({ turn: 2, standaloneQuestion: null });
    const before = await conversations.turnsBefore(first.conversationId, 2, 10);
    expect(before).toMatchObject([
      {
        turn: 1,
        status: 'answered',
        answer: 'Thirty days.',
        standaloneQuestion: answered.standaloneQuestion,
      },
    ]);
    expect(await conversations.get('local', first.conversationId)).toMatchObject({
      title: 'How long is the notice period?',
      turns: 2,
    });
  });

  it('gives the turns before a turn in order, the nearest ones when there are many', async () => {
    const first = await begin({ question: 'Q1' });
    await end(first);
    for (const number of [2, 3, 4]) {
      const { question } = await questions.create(asked(first.conversationId, { question: `Q${number}` }));
      await end(question);
    }
    const before = await conversations.turnsBefore(first.conversationId, 4, 2);
    expect(before.map(({ question }) => question)).toEqual(['Q2', 'Q3']);
  });

  it('takes one question at a time, however many arrive at once', async () => {
    const first = await begin();
    await expect(questions.create(asked(first.conversationId))).rejects.toMatchObject({
      code: 'conversation_busy',
    });
    await end(first);
    const arrived = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) =>
        questions.create(asked(first.conversationId, { question: `At once ${i}` })),
      ),
    );
    const accepted = arrived.flatMap((each) => (each.status === 'fulfilled' ? [each.value.question] : []));
    const refused = arrived.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(accepted).toHaveLength(1);
    expect(refused).toHaveLength(11);
    for (const reason of refused) expect(reason).toMatchObject({ code: 'conversation_busy' });
    await questions.cancel('local', accepted[0]?.id ?? '');
    expect((await questions.create(asked(first.conversationId))).question.turn).toBe(3);
  });

  it('gives the same turn for the same idempotency key, while it runs and later', async () => {
    const first = await begin({ idempotencyKey: 'begin' });
    const again = await begin({ idempotencyKey: 'begin' });
    expect([again.id, again.conversationId]).toEqual([first.id, first.conversationId]);
    await end(first);
    const next = asked(first.conversationId, { idempotencyKey: 'next' });
    const storm = await Promise.all(Array.from({ length: 12 }, () => questions.create(next)));
    expect(new Set(storm.map(({ question }) => question.id)).size).toBe(1);
    expect(storm.filter(({ created }) => created)).toHaveLength(1);
    const other = questions.create({ ...next, conversationId: 'new', collection: 'default' });
    await expect(other).rejects.toMatchObject({ code: 'idempotency_key_reused' });
    const count = await db.query<[{ count: number }]>(
      'select count(*)::int as count from conversations c where not exists (select 1 from questions q where q.conversation_id = c.id)',
    );
    expect(count[0].count).toBe(0);
  });

  it('belongs to its owner', async () => {
    const { conversationId, id } = await begin({ owner: 'me' });
    const yours = questions.create(asked(conversationId, { owner: 'you' }));
    await expect(yours).rejects.toMatchObject({ code: 'conversation_not_found' });
    await expect(conversations.get('you', conversationId)).rejects.toMatchObject({
      code: 'conversation_not_found',
    });
    expect(await conversations.delete('you', conversationId)).toBe(false);
    expect((await conversations.list('you', { limit: 10 })).items).toEqual([]);
    expect(await questions.get('me', id)).toMatchObject({ conversationId });
  });

  it('stays with its collection', async () => {
    const collections = new CollectionsRepository(db);
    await collections.create('other', null);
    const first = await begin({ collection: 'other' });
    await end(first);
    const elsewhere = questions.create(asked(first.conversationId, { collection: 'default' }));
    await expect(elsewhere).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('"other"'),
    });
    await collections.delete('other');
    const orphan = questions.create(asked(first.conversationId));
    await expect(orphan).rejects.toMatchObject({ code: 'collection_not_found' });
  });

  it('refuses one that nobody has begun', async () => {
    await expect(questions.create(asked(randomUUID()))).rejects.toMatchObject({
      code: 'conversation_not_found',
    });
    const lost = questions.create(asked('new', { collection: 'nowhere' }));
    await expect(lost).rejects.toMatchObject({ code: 'collection_not_found' });
  });

  it('vanishes with its questions', async () => {
    const first = await begin();
    expect(await conversations.openTurns(first.conversationId)).toEqual([first.id]);
    await end(first);
    expect(await conversations.openTurns(first.conversationId)).toEqual([]);
    expect(await conversations.delete('local', first.conversationId)).toBe(true);
    await expect(questions.get('local', first.id)).rejects.toMatchObject({ code: 'question_not_found' });
  });
});

describe('the list of conversations', () => {
  it('pages through all of an owner, the one used last first', async () => {
    const begun: (QuestionEntity & { conversationId: string })[] = [];
    for (let i = 0; i < 5; i++) {
      const first = await begin({ owner: 'pager', question: `Begin ${i}` });
      const start = await attempts.start(first.id, { alone: false });
      if (start.outcome === 'started') await attempts.finish(first.id, start.question.epoch, answered);
      begun.push(first);
    }
    await questions.create(asked(begun[1]?.conversationId ?? '', { owner: 'pager' }));
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await conversations.list('pager', { limit: 2, cursor });
      seen.push(...page.items.map(({ title }) => title));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(['Begin 1', 'Begin 4', 'Begin 3', 'Begin 2', 'Begin 0']);
  });
});
