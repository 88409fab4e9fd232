import { bodyOf, type Connection } from './connection.js';
import { everyItem } from './pages.js';
import type { operations } from './openapi.js';
import type { Conversation, Page, PageQuery } from './shapes.js';

/** A conversation with a page of its questions, newest first. */
export type WholeConversation =
  operations['get_conversations_id']['responses'][200]['content']['application/json'];

/** Questions that go on from each other. One begins with a question whose `conversation_id` is `new`. */
export class Conversations {
  constructor(private readonly connection: Connection) {}

  list(query: PageQuery = {}, signal?: AbortSignal): Promise<Page<Conversation>> {
    return bodyOf(this.connection.http.GET('/v1/conversations', { params: { query }, signal }));
  }

  /** Every conversation, the one used last first. */
  all(signal?: AbortSignal): AsyncGenerator<Conversation, void> {
    return everyItem((cursor) => this.list({ cursor }, signal));
  }

  get(id: string, query: PageQuery = {}, signal?: AbortSignal): Promise<WholeConversation> {
    const params = { path: { id }, query };
    return bodyOf(this.connection.http.GET('/v1/conversations/{id}', { params, signal }));
  }

  /** Deletes a conversation with its questions. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.connection.http.DELETE('/v1/conversations/{id}', { params: { path: { id } }, signal });
  }
}
