import { answerOptionsSchema } from '#contracts';
import {
  dataSourceOptions,
  QuestionAttemptsRepository,
  QuestionsRepository,
  type FinishedAnswer,
  type NewQuestion,
} from '#database';
import { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../support/services.js';

let database: TestDatabase;
let db: DataSource;
let questions: QuestionsRepository;
let attempts: QuestionAttemptsRepository;

beforeAll(async () => {
  database = await createTestDatabase();
  db = await new DataSource(dataSourceOptions(database.url, 'spec')).initialize();
  questions = new QuestionsRepository(db);
  attempts = new QuestionAttemptsRepository(db);
});

afterAll(async () => {
  await db.destroy();
  await database.drop();
});

const asked = (more: Partial<NewQuestion> = {}): NewQuestion => ({
  owner: 'local',
  idempotencyKey: null,
  collection: 'default',
  conversationId: null,
  question: 'How long is the notice period?',
  options: answerOptionsSchema.parse({}),
  ...more,
});

const answered = (answer: string): FinishedAnswer => ({
  status: 'answered',
  standaloneQuestion: null,
  answer,
  citations: [],
  sources: [],
  stopReason: 'end',
  usage: null,
  timings: null,
  model: null,
  error: null,
});

async function accepted(more: Partial<NewQuestion> = {}): Promise<string> {
  return (await questions.create(asked(more))).question.id;
}

async function started(id: string, alone = false): Promise<number> {
  const start = await attempts.start(id, { alone });
  if (start.outcome !== 'started') throw new Error(`not started: ${start.outcome}`);
  return start.question.epoch;
}

describe('an idempotency key', () => {
  it('returns the same question for the same request', async () => {
    const first = await questions.create(asked({ idempotencyKey: 'a' }));
    const again = await questions.create(asked({ idempotencyKey: 'a' }));
    expect(again.question.id).toBe(first.question.id);
    expect([first.created, again.created]).toEqual([true, false]);
  });

  it('accepts one question when the same request arrives many times at once', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => questions.create(asked({ idempotencyKey: 'storm' }))),
    );
    expect(new Set(outcomes.map(({ question }) => question.id)).size).toBe(1);
    expect(outcomes.filter(({ created }) => created)).toHaveLength(1);
  });

  it('is refused for a different request', async () => {
    await questions.create(asked({ idempotencyKey: 'b' }));
    const reuse = questions.create(asked({ idempotencyKey: 'b', question: 'Another?' }));
    await expect(reuse).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

  it('belongs to its owner', async () => {
    const mine = await questions.create(asked({ idempotencyKey: 'c', owner: 'me' }));
    const yours = await questions.create(asked({ idempotencyKey: 'c', owner: 'you' }));
    expect(yours.question.id).not.toBe(mine.question.id);
  });
});

describe('an attempt', () => {
  it('starts a queued question once', async () => {
    const id = await accepted();
    const starts = await Promise.all(Array.from({ length: 5 }, () => attempts.start(id, { alone: false })));
    expect(starts.map(({ outcome }) => outcome).sort()).toEqual([
      'quarantine',
      'quarantine',
      'quarantine',
      'quarantine',
      'started',
    ]);
  });

  it('saves its answer exactly once, and a zombie changes nothing', async () => {
    const id = await accepted();
    const zombie = await started(id);
    const owner = await started(id, true);
    expect(await attempts.finish(id, zombie, answered('from the dead'))).toBe(false);
    expect(await attempts.finish(id, owner, answered('from the owner'))).toBe(true);
    expect(await attempts.finish(id, owner, answered('twice'))).toBe(false);
    expect((await questions.get('local', id)).answer).toBe('from the owner');
  });

  it('cannot answer a question that was cancelled meanwhile', async () => {
    const id = await accepted();
    const epoch = await started(id);
    expect(await questions.cancel('local', id)).toBe(true);
    expect(await attempts.owns(id, epoch)).toBe(false);
    expect(await attempts.finish(id, epoch, answered('too late'))).toBe(false);
    expect((await questions.get('local', id)).status).toBe('cancelled');
  });

  it('that hands its question back lets the next one start in the shared queue', async () => {
    const id = await accepted();
    await attempts.handBack(id, await started(id), { wasAlone: false });
    expect((await attempts.start(id, { alone: false })).outcome).toBe('started');
  });

  it('counts starts in quarantine, except those that were handed back', async () => {
    const id = await accepted();
    await started(id);
    await attempts.handBack(id, await started(id, true), { wasAlone: true });
    await started(id, true);
    await started(id, true);
    expect((await questions.get('local', id)).soloStarts).toBe(2);
  });
});

describe('another owner', () => {
  it('neither sees nor cancels the question', async () => {
    const id = await accepted({ owner: 'me' });
    await expect(questions.get('you', id)).rejects.toMatchObject({ code: 'question_not_found' });
    expect(await questions.cancel('you', id)).toBe(false);
  });
});

describe('the list', () => {
  it('pages through every question of the owner once, newest first', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 7; i++) ids.push(await accepted({ owner: 'pager' }));
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await questions.list('pager', { limit: 3, cursor });
      seen.push(...page.items.map((question) => question.id));
      if (page.next_cursor === null) break;
      cursor = page.next_cursor;
    }
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(seen).toHaveLength(7);
  });
});

describe('the reconciler’s view', () => {
  it('takes each open question once, and again only after its age', async () => {
    const id = await accepted({ owner: 'reconciled' });
    const first = await attempts.takeUndispatched(0, 1000);
    expect(first.map((row) => row.id)).toContain(id);
    const again = await attempts.takeUndispatched(60, 1000);
    expect(again.map((row) => row.id)).not.toContain(id);
  });
});
