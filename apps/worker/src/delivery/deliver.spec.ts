import { DomainError, type ErrorInfo } from '#contracts';
import { EngineCrashedError } from '#llm';
import { WaitingError } from 'bullmq';
import { Attempt } from './attempt.js';
import { deliver, type Started, type Work } from './deliver.js';

interface Row extends Started {
  status: 'queued' | 'running' | 'done' | 'failed';
  error: ErrorInfo | null;
}

/** One row of work and the two queues that its job may be in, with the rules of the real rows. */
class Board implements Work<Row> {
  row: Row = { id: 'row', epoch: 0, soloStarts: 0, status: 'queued', error: null };
  queue: 'shared' | 'quarantine' | 'none' = 'shared';

  constructor(private readonly work: (attempt: Attempt) => Promise<void>) {}

  start(_id: string, { alone }: { alone: boolean }) {
    const { row } = this;
    if (row.status === 'running' && !alone) return Promise.resolve({ outcome: 'quarantine' as const });
    if (row.status === 'done' || row.status === 'failed')
      return Promise.resolve({ outcome: 'gone' as const });
    this.row = {
      ...row,
      status: 'running',
      epoch: row.epoch + 1,
      soloStarts: row.soloStarts + Number(alone),
    };
    return Promise.resolve({ outcome: 'started' as const, row: this.row });
  }

  async run(row: Row, attempt: Attempt): Promise<void> {
    await this.work(attempt);
    this.write(row, { status: 'done' });
  }

  fail(row: Row, error: ErrorInfo): Promise<void> {
    this.write(row, { status: 'failed', error });
    return Promise.resolve();
  }

  handBack(row: Row, { wasAlone }: { wasAlone: boolean }): Promise<void> {
    this.write(row, { status: 'queued', soloStarts: row.soloStarts - Number(wasAlone) });
    return Promise.resolve();
  }

  quarantine(): Promise<void> {
    this.queue = 'quarantine';
    return Promise.resolve();
  }

  /** Delivers the row's job once, as BullMQ would; returns what the processor threw. */
  async deliver(
    options: { alone?: boolean; attemptsMade?: number; attempt?: Attempt } = {},
  ): Promise<unknown> {
    const { alone = false, attemptsMade = 0, attempt = new Attempt() } = options;
    const job = { attemptsMade, moveToWait: () => Promise.resolve(0) };
    return deliver(this, job, { id: 'row', alone, attempt: () => attempt }).then(
      () => null,
      (error: unknown) => error,
    );
  }

  private write(row: Row, change: Partial<Row>): void {
    if (this.row.epoch === row.epoch && this.row.status === 'running') this.row = { ...this.row, ...change };
  }
}

const working = (): Promise<void> => Promise.resolve();
const throwing = (reason: Error) => (): Promise<void> => Promise.reject(reason);

describe('deliver', () => {
  it('does the work once, however often the job arrives', async () => {
    let runs = 0;
    const board = new Board(() => Promise.resolve(void runs++));
    await board.deliver();
    await board.deliver();
    expect(board.row.status).toBe('done');
    expect(runs).toBe(1);
  });

  it('sends a row whose attempt died without a word to quarantine', async () => {
    const board = new Board(working);
    board.row.status = 'running';
    await board.deliver();
    expect(board.queue).toBe('quarantine');
    await board.deliver({ alone: true });
    expect(board.row.status).toBe('done');
  });

  it('gives up a row that keeps killing its worker, also alone', async () => {
    const board = new Board(working);
    board.row = { ...board.row, status: 'running', soloStarts: 2 };
    await board.deliver({ alone: true });
    expect(board.row).toMatchObject({ status: 'failed', error: { code: 'answer_crashed' } });
  });

  it('does not blame a row for a crash beside others', async () => {
    const board = new Board(throwing(new EngineCrashedError('SIGSEGV', false)));
    await board.deliver();
    expect(board).toMatchObject({ queue: 'quarantine', row: { status: 'queued' } });
  });

  it('blames a row for a crash that it caused alone', async () => {
    const board = new Board(throwing(new EngineCrashedError('SIGSEGV', true)));
    await board.deliver({ alone: true });
    expect(board.row).toMatchObject({ status: 'failed', error: { code: 'answer_crashed' } });
  });

  it('hands the row back and lets the queue retry when a service is away', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const board = new Board(throwing(refused));
    for (const attemptsMade of [0, 5, 50]) {
      expect(await board.deliver({ attemptsMade })).toBe(refused);
      expect(board.row.status).toBe('queued');
    }
  });

  it('ends the row with the reason when the work itself is impossible', async () => {
    const board = new Board(throwing(new DomainError('document_encrypted', 'Remove the password.')));
    await board.deliver();
    expect(board.row).toMatchObject({ status: 'failed', error: { code: 'document_encrypted' } });
  });

  it('takes an unforeseen error for a passing one at first, and for a bug in the end', async () => {
    const board = new Board(throwing(new TypeError('x is not a function')));
    await board.deliver({ attemptsMade: 0 });
    expect(board.row.status).toBe('queued');
    await board.deliver({ attemptsMade: 2 });
    expect(board.row).toMatchObject({ status: 'failed', error: { code: 'internal_error' } });
    expect(board.row.error?.message).not.toMatch(/x is not a function/);
  });

  it('hands the row back at shutdown without counting the attempt', async () => {
    const attempt = new Attempt();
    const board = new Board(() => {
      attempt.stop('shutdown');
      return Promise.reject(new Error('aborted'));
    });
    expect(await board.deliver({ alone: true, attempt })).toBeInstanceOf(WaitingError);
    expect(board.row).toMatchObject({ status: 'queued', soloStarts: 0 });
  });

  it('leaves a row alone that was cancelled or taken over', async () => {
    const attempt = new Attempt();
    const board = new Board(() => {
      attempt.stop('cancelled');
      return Promise.reject(new Error('aborted'));
    });
    expect(await board.deliver({ attempt })).toBeNull();
    expect(board.row).toMatchObject({ status: 'running', error: null });
  });
});
