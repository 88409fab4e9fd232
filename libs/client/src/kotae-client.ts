import { Collections } from './collections.js';
import { bodyOf, connect, type Connection, type ConnectionOptions } from './connection.js';
import { Conversations } from './conversations.js';
import { Documents } from './documents.js';
import { Questions } from './questions.js';
import type { Model, Page, Search, SearchResults } from './shapes.js';

/**
 * A Kotae service.
 *
 * ```ts
 * const kotae = new KotaeClient({ url: 'http://127.0.0.1:3000', apiKey: process.env.KOTAE_API_KEY });
 * const { events } = await kotae.questions.stream({ question: 'How many days before a trip must I book?' });
 * let state = noAnswerYet;
 * for await (const event of events) {
 *   state = applyAnswerEvent(state, event);
 *   render(state.answer, state.citations);
 * }
 * ```
 *
 * Calls that may be sent twice are retried with back-off; every call takes an `AbortSignal`, and rejects with
 * `KotaeError` or the signal's reason.
 */
export class KotaeClient {
  readonly questions: Questions;
  readonly conversations: Conversations;
  readonly documents: Documents;
  readonly collections: Collections;
  private readonly connection: Connection;

  constructor(options: ConnectionOptions = {}) {
    this.connection = connect(options);
    this.questions = new Questions(this.connection);
    this.conversations = new Conversations(this.connection);
    this.documents = new Documents(this.connection);
    this.collections = new Collections(this.connection);
  }

  /** Where the service is, without a slash at its end. */
  get url(): string {
    return this.connection.url;
  }

  /** Every call of the API by its path, for what has no method here. */
  get http(): Connection['http'] {
    return this.connection.http;
  }

  /** Finds passages, without a model. */
  search(collection: string, body: Search, signal?: AbortSignal): Promise<SearchResults> {
    const params = { path: { name: collection } };
    return bodyOf(this.http.POST('/v1/collections/{name}/search', { params, body, signal }));
  }

  /** What answers now, by the workers' own account. */
  models(signal?: AbortSignal): Promise<Page<Model>> {
    return bodyOf(this.http.GET('/v1/models', { signal }));
  }

  /** Resolves when questions and documents would be worked on now. @throws KotaeError whose `fields` name what is missing */
  async ready(signal?: AbortSignal): Promise<void> {
    await this.http.GET('/readyz', { signal });
  }
}
