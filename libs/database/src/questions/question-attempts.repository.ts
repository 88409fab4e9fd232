import type { Citation, ErrorInfo, ModelView, QuestionView, Source, Timings, Usage } from '#contracts';
import type { DataSource } from 'typeorm';
import { affected, COMMIT_SOON, returning, rows } from '../sql.js';
import { QuestionEntity } from './question.entity.js';

/** The outcome of an attempt that reached an end. */
export interface FinishedAnswer {
  status: 'answered' | 'not_in_documents' | 'failed';
  /** See {@link QuestionEntity.standaloneQuestion}. */
  standaloneQuestion: string | null;
  answer: string | null;
  citations: Citation[];
  sources: Source[];
  stopReason: QuestionView['stop_reason'];
  usage: Usage | null;
  timings: Timings | null;
  model: ModelView | null;
  error: ErrorInfo | null;
}

/** How an attempt begins: the row under its new epoch, or the reason not to run it. */
export type AttemptStart =
  | { outcome: 'started'; question: QuestionEntity }
  /** The attempt before this one died without a word: it must run alone, in quarantine. */
  | { outcome: 'quarantine' }
  /** Final already, or unknown. */
  | { outcome: 'gone' };

/**
 * Attempts at answering. Delivery is at least once, so every start takes a new epoch and every later write is fenced
 * by it: a worker that lost its question to another one changes nothing.
 */
export class QuestionAttemptsRepository {
  constructor(private readonly db: DataSource) {}

  /**
   * Starts an attempt. An attempt in the shared queue starts only a question that nobody is known to have begun; a
   * row still `running` means that its worker died, so it goes to quarantine. In quarantine (`alone`) it starts in
   * any case and the start is counted. A start that a crash of PostgreSQL forgets leaves the row queued; the attempt's
   * later writes then find another epoch, and the reconciler starts it again.
   */
  async start(id: string, options: { alone: boolean }): Promise<AttemptStart> {
    const started = await returning<{ id: string }>(
      this.db,
      `${COMMIT_SOON}
       update questions
       set status = 'running', epoch = epoch + 1, started_at = now(), solo_starts = solo_starts + $2::int
       from soon where id = $1 and status = any($3) returning id`,
      [id, options.alone ? 1 : 0, options.alone ? ['queued', 'running'] : ['queued']],
    );
    const question = await this.db.getRepository(QuestionEntity).findOneBy({ id });
    if (started.length > 0 && question) return { outcome: 'started', question };
    return { outcome: question?.status === 'running' ? 'quarantine' : 'gone' };
  }

  /** Whether the attempt still owns its question. */
  async owns(id: string, epoch: number): Promise<boolean> {
    const found = await rows(
      this.db,
      `select 1 from questions where id = $1 and epoch = $2 and status = 'running'`,
      [id, epoch],
    );
    return found.length > 0;
  }

  /** The model that the question names; undefined when it names none, or is unknown. */
  async modelOf(id: string): Promise<string | undefined> {
    const question = await this.db
      .getRepository(QuestionEntity)
      .findOne({ select: { options: true }, where: { id } });
    return question?.options.model;
  }

  /** Says that a job is not needed for the question now: the attempt runs without one. */
  async keepFresh(id: string, epoch: number): Promise<void> {
    await this.db.query(
      `update questions set dispatched_at = now() where id = $1 and epoch = $2 and status = 'running'`,
      [id, epoch],
    );
  }

  /** Whether the question has not reached its end. */
  async isOpen(id: string): Promise<boolean> {
    const found = await rows(
      this.db,
      `select 1 from questions where id = $1 and status in ('queued', 'running')`,
      [id],
    );
    return found.length > 0;
  }

  /** Writes the outcome, once. False when the question was cancelled or taken over meanwhile. */
  async finish(id: string, epoch: number, done: FinishedAnswer): Promise<boolean> {
    const count = await affected(
      this.db,
      `update questions
       set status = $3, answer = $4, citations = $5, sources = $6, stop_reason = $7, usage = $8, timings = $9,
           model = $10, error = $11, standalone_question = $12, finished_at = now()
       where id = $1 and epoch = $2 and status = 'running'`,
      [
        id,
        epoch,
        done.status,
        done.answer,
        JSON.stringify(done.citations),
        JSON.stringify(done.sources),
        done.stopReason,
        JSON.stringify(done.usage),
        JSON.stringify(done.timings),
        JSON.stringify(done.model),
        JSON.stringify(done.error),
        done.standaloneQuestion,
      ],
    );
    return count > 0;
  }

  /**
   * Gives the question back in good order (shutdown, a passing failure), so that the next attempt is not taken for
   * one after a crash. `wasAlone` takes back the count of that start in quarantine.
   */
  async handBack(id: string, epoch: number, options: { wasAlone: boolean }): Promise<void> {
    await this.db.query(
      `update questions set status = 'queued', solo_starts = greatest(0, solo_starts - $3::int)
       where id = $1 and epoch = $2 and status = 'running'`,
      [id, epoch, options.wasAlone ? 1 : 0],
    );
  }

  /** Ends a question that nobody is running, for the reconciler and the quarantine. */
  async fail(id: string, error: ErrorInfo): Promise<boolean> {
    const count = await affected(
      this.db,
      `update questions set status = 'failed', error = $2, finished_at = now()
       where id = $1 and status in ('queued', 'running')`,
      [id, JSON.stringify(error)],
    );
    return count > 0;
  }

  /**
   * Open questions whose job nobody has looked at for `olderThanSeconds`, oldest first; taking them marks them as
   * looked at, so that several reconcilers share the work.
   */
  async takeUndispatched(olderThanSeconds: number, limit: number): Promise<OpenQuestion[]> {
    return returning<OpenQuestion>(
      this.db,
      `update questions set dispatched_at = now()
       where id in (
         select id from questions
         where status in ('queued', 'running')
           and coalesce(dispatched_at, created_at) < now() - make_interval(secs => $1)
         order by created_at limit $2 for update skip locked)
       returning id, owner, status, dispatches, solo_starts as "soloStarts", options`,
      [olderThanSeconds, limit],
    );
  }
}

/** What the reconciler needs to know of an open question. */
export type OpenQuestion = Pick<QuestionEntity, 'id' | 'owner' | 'status' | 'soloStarts' | 'options'> & {
  dispatches: number;
};
