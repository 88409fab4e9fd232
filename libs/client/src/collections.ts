import { bodyOf, type Connection } from './connection.js';
import type {
  Collection,
  CollectionChanges,
  CollectionEmbedder,
  EmbedderChange,
  NewCollection,
  NewEmbedder,
  Page,
} from './shapes.js';

/** Sets of documents with one index each; `default` exists always. */
export class Collections {
  constructor(private readonly connection: Connection) {}

  list(signal?: AbortSignal): Promise<Page<Collection>> {
    return bodyOf(this.connection.http.GET('/v1/collections', { signal }));
  }

  create(body: NewCollection, signal?: AbortSignal): Promise<Collection> {
    return bodyOf(this.connection.http.POST('/v1/collections', { body, signal }));
  }

  get(name: string, signal?: AbortSignal): Promise<Collection> {
    return bodyOf(this.connection.http.GET('/v1/collections/{name}', { params: { path: { name } }, signal }));
  }

  change(name: string, body: CollectionChanges, signal?: AbortSignal): Promise<Collection> {
    const params = { path: { name } };
    return bodyOf(this.connection.http.PATCH('/v1/collections/{name}', { params, body, signal }));
  }

  /** Deletes the collection with its documents. */
  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.connection.http.DELETE('/v1/collections/{name}', { params: { path: { name } }, signal });
  }

  embedder(name: string, signal?: AbortSignal): Promise<CollectionEmbedder> {
    const params = { path: { name } };
    return bodyOf(this.connection.http.GET('/v1/collections/{name}/embedder', { params, signal }));
  }

  /** Begins to change the embedder while the collection is in use; follow it with {@link embedder}. */
  changeEmbedder(name: string, body: NewEmbedder, signal?: AbortSignal): Promise<EmbedderChange> {
    const params = { path: { name } };
    return bodyOf(this.connection.http.PUT('/v1/collections/{name}/embedder', { params, body, signal }));
  }

  swapEmbedder(name: string, signal?: AbortSignal): Promise<EmbedderChange> {
    const params = { path: { name } };
    return bodyOf(this.connection.http.POST('/v1/collections/{name}/embedder/swap', { params, signal }));
  }

  cancelEmbedderChange(name: string, signal?: AbortSignal): Promise<EmbedderChange> {
    const params = { path: { name } };
    return bodyOf(this.connection.http.DELETE('/v1/collections/{name}/embedder', { params, signal }));
  }
}
