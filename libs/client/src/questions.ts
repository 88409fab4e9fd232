import { bodyOf, type Connection } from './connection.js';
import { followEvents, type Followed, type FollowOptions } from './events/follow-events.js';
import { idempotencyKey } from './idempotency-key.js';
import { everyItem } from './pages.js';
import type { AcceptedQuestion, AnswerEvent, Ask, Page, PageQuery, Question } from './shapes.js';

/** A question that was accepted, and its answer while it is made. */
export interface Asked {
  accepted: AcceptedQuestion;
  events: AsyncGenerator<Followed<AnswerEvent>, void>;
}

/** Questions and their answers. */
export class Questions {
  constructor(private readonly connection: Connection) {}

  /**
   * Asks, once: the call carries an idempotency key, so that trying it again does not ask twice.
   * @param key give your own to make calls of different processes the same question
   */
  ask(
    body: Ask,
    { signal, key = idempotencyKey() }: { signal?: AbortSignal; key?: string } = {},
  ): Promise<AcceptedQuestion> {
    const headers = { 'Idempotency-Key': key };
    return bodyOf(
      this.connection.http.POST('/v1/questions', { body, headers, signal }),
    ) as Promise<AcceptedQuestion>;
  }

  /** Asks and streams the answer; the events end with `done`. */
  async stream(body: Ask, options: FollowOptions & { key?: string } = {}): Promise<Asked> {
    const accepted = await this.ask(body, options);
    return { accepted, events: this.follow(accepted.id, options) };
  }

  /** Asks and waits for the end of the answer, however long it takes and however often the connection is lost. */
  async answer(body: Ask, options: FollowOptions & { key?: string } = {}): Promise<Question> {
    const { accepted, events } = await this.stream(body, options);
    for await (const event of events) if (event.type === 'done') return event.data;
    return this.get(accepted.id, options.signal);
  }

  /**
   * Follows an answer, from its beginning or from after `lastEventId`, until `done`. A lost connection is made again
   * with back-off and goes on where it was. Breaking out of the loop does not cancel the question: {@link cancel} does.
   * @throws KotaeError when the question is unknown, or the service stays away; the signal's reason
   */
  follow(id: string, options: FollowOptions = {}): AsyncGenerator<Followed<AnswerEvent>, void> {
    return followEvents<AnswerEvent>(
      this.connection,
      `/v1/questions/${encodeURIComponent(id)}/events`,
      options,
    );
  }

  get(id: string, signal?: AbortSignal): Promise<Question> {
    return bodyOf(this.connection.http.GET('/v1/questions/{id}', { params: { path: { id } }, signal }));
  }

  /** Your questions, newest first. */
  list(query: PageQuery = {}, signal?: AbortSignal): Promise<Page<Question>> {
    return bodyOf(this.connection.http.GET('/v1/questions', { params: { query }, signal }));
  }

  all(signal?: AbortSignal): AsyncGenerator<Question, void> {
    return everyItem((cursor) => this.list({ cursor }, signal));
  }

  /** Stops a question; one that has ended stays as it is. */
  cancel(id: string, signal?: AbortSignal): Promise<Question> {
    return bodyOf(this.connection.http.DELETE('/v1/questions/{id}', { params: { path: { id } }, signal }));
  }
}
