import { answerWakeChannel, isFinalStatus, type AnswerEvent, type QuestionView } from '#contracts';
import { QuestionsRepository, type QuestionEntity } from '#database';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ApiConfig } from '../config.js';
import { WakeHub } from '../redis/wake-hub.js';
import { AnswerEntries, ENTRIES_AT_A_TIME } from './answer-entries.js';
import { AnswerProgress } from './answer-progress.js';
import { AnswerReplay, STREAM_START } from './answer-replay.js';
import { OpenQuestions } from './open-questions.js';
import { questionView } from './question.view.js';

/** An answer's event with the id under which a client resumes after it. */
export type FollowedEvent = AnswerEvent & { id: string };

/** Id of the event that ends every stream. */
const FINAL_ID = 'final';

/**
 * Follows a question to its end: the text as it is made from Redis, and the end from the row. Nothing that Redis
 * loses can keep the end away, because the row is polled as well.
 */
@Injectable()
export class AnswerFollower {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly entries: AnswerEntries,
    private readonly wakes: WakeHub,
    private readonly open: OpenQuestions,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  /**
   * Yields `status`, then whatever a client that has seen everything up to `after` has missed, and `done`. Ends
   * without `done` only when the signal aborts, or with `error` when the database stays away.
   */
  async *follow(
    question: QuestionEntity,
    after: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<FollowedEvent> {
    const { id, status, epoch } = question;
    const resumeAfter = await this.resumePoint(id, after);
    yield { id: resumeAfter, type: 'status', data: { status, attempt: epoch } };
    if (after === FINAL_ID && isFinalStatus(status)) {
      yield done(question);
      return;
    }

    const progress = new AnswerProgress(question);
    const stopListening = this.wakes.listen(answerWakeChannel(id), progress.wakeup.ring);
    const stopWatching = this.open.watch(id, progress.polled);
    try {
      yield* this.events(question, progress, new AnswerReplay(epoch, resumeAfter), signal);
    } finally {
      stopListening();
      stopWatching();
    }
  }

  /** Waits for the question's end; null when the signal aborts first. */
  async final(question: QuestionEntity, signal: AbortSignal): Promise<QuestionView | null> {
    for await (const event of this.follow(question, null, signal)) {
      if (event.type === 'done') return event.data;
    }
    return null;
  }

  private async *events(
    question: QuestionEntity,
    progress: AnswerProgress,
    replay: AnswerReplay,
    signal: AbortSignal,
  ): AsyncGenerator<FollowedEvent> {
    // Of a question that is final already, the text that a client has missed is read without waiting.
    for (let more = progress.isFinal; ;) {
      // The first ring comes when the subscription stands, so that nothing falls between reading and listening.
      if (!more) await progress.wakeup.wait(signal);
      if (signal.aborted) return;
      replay.attempt(progress.epoch);
      const found = await this.entries.after(question.id, replay.position);
      more = found.length === ENTRIES_AT_A_TIME;
      let ended = progress.isFinal;
      for (const [id, entry] of found) {
        const event = replay.take(id, entry);
        if (event?.type === 'final') ended = true;
        else if (
          event &&
          (event.type !== 'status' || progress.isNews(event.data.status, event.data.attempt))
        ) {
          yield { id, ...event };
        }
      }
      if (replay.startsOver()) {
        more = true;
        continue;
      }
      const end = ended && !more ? await this.end(question) : null;
      if (end) {
        yield done(end);
        return;
      }
      const news = progress.news();
      if (news) yield { id: replay.position, type: 'status', data: news };
      if (progress.unreachableFor() > this.config.timings.giveUp) {
        yield databaseAway(replay.position);
        return;
      }
    }
  }

  /** The row, if it is final. Null also when it cannot be read just now: polling brings us back here. */
  private async end(question: QuestionEntity): Promise<QuestionEntity | null> {
    const row = await this.questions.get(question.owner, question.id).catch(() => null);
    return row && isFinalStatus(row.status) ? row : null;
  }

  /** Where the client stands: after the entry that it names, if the stream still has it, else at the start. */
  private async resumePoint(id: string, after: string | null): Promise<string> {
    if (after === null || !/^\d{1,15}-\d{1,15}$/.test(after)) return STREAM_START;
    return (await this.entries.has(id, after)) ? after : STREAM_START;
  }
}

function done(question: QuestionEntity): FollowedEvent {
  return { id: FINAL_ID, type: 'done', data: questionView(question) };
}

function databaseAway(id: string): FollowedEvent {
  const message =
    'The database cannot be reached. Reconnect with Last-Event-ID; the answer goes on meanwhile.';
  return { id, type: 'error', data: { code: 'service_unavailable', message } };
}
