import { bodyOf, once, type Connection } from './connection.js';
import { followEvents, type Followed, type FollowOptions } from './events/follow-events.js';
import { everyItem } from './pages.js';
import type {
  Document,
  DocumentChanges,
  DocumentEvent,
  DocumentMetadata,
  DocumentQuery,
  Page,
  TextQuery,
  TextRange,
  Upload,
} from './shapes.js';
import { sendFile, type SendOptions, type UploadBody } from './uploads/send-file.js';

/** What goes with one file: its progress, and what is said about the document. */
export type PutOptions = DocumentMetadata & SendOptions;

/** The documents of collections. */
export class Documents {
  constructor(private readonly connection: Connection) {}

  list(collection: string, query: DocumentQuery = {}, signal?: AbortSignal): Promise<Page<Document>> {
    const params = { path: { name: collection }, query };
    return bodyOf(this.connection.http.GET('/v1/collections/{name}/documents', { params, signal }));
  }

  /** Every document of a collection, in the order of their first upload. */
  all(collection: string, query: DocumentQuery = {}, signal?: AbortSignal): AsyncGenerator<Document, void> {
    return everyItem((cursor) => this.list(collection, { ...query, cursor }, signal));
  }

  /**
   * Uploads one file under a name, or its next version; the same bytes change nothing (`unchanged`). Follow the
   * document until it is ready.
   */
  put(collection: string, name: string, body: UploadBody, options: PutOptions = {}): Promise<Document> {
    const { onProgress, signal, tags = [], date, source_url, sync_source } = options;
    const query = new URLSearchParams();
    for (const tag of tags) query.append('tags', tag);
    if (date) query.set('date', date);
    if (source_url) query.set('source_url', source_url);
    if (sync_source) query.set('sync_source', sync_source);
    const search = query.size > 0 ? `?${query.toString()}` : '';
    const path = `/v1/collections/${encodeURIComponent(collection)}/documents/${encodeURIComponent(name)}${search}`;
    return sendFile<Document>(this.connection, path, body, { onProgress, signal });
  }

  /** Uploads several files in one request. One that is refused does not keep the others out; see `errors`. */
  async upload(
    collection: string,
    files: File[],
    metadata: DocumentMetadata = {},
    signal?: AbortSignal,
  ): Promise<Upload> {
    const form = new FormData();
    for (const tag of metadata.tags ?? []) form.append('tags', tag);
    if (metadata.date) form.append('date', metadata.date);
    if (metadata.source_url) form.append('source_url', metadata.source_url);
    if (metadata.sync_source) form.append('sync_source', metadata.sync_source);
    for (const file of files) form.append('file', file, file.name);
    const params = { path: { name: collection } };
    const request = { params, body: form as never, signal };
    return bodyOf(this.connection.http.POST('/v1/collections/{name}/documents', request));
  }

  get(id: string, signal?: AbortSignal): Promise<Document> {
    return bodyOf(this.connection.http.GET('/v1/documents/{id}', { params: { path: { id } }, signal }));
  }

  /** Changes what searches are filtered by; the document is not read again. */
  change(id: string, body: DocumentChanges, signal?: AbortSignal): Promise<Document> {
    return bodyOf(
      this.connection.http.PATCH('/v1/documents/{id}', { params: { path: { id } }, body, signal }),
    );
  }

  /** Deletes a document: after this no search and no answer uses it. */
  async delete(id: string, signal?: AbortSignal): Promise<void> {
    await this.connection.http.DELETE('/v1/documents/{id}', { params: { path: { id } }, signal });
  }

  /** Tries a document again that has failed. */
  retry(id: string, signal?: AbortSignal): Promise<Document> {
    return bodyOf(
      this.connection.http.POST('/v1/documents/{id}/retry', { params: { path: { id } }, signal }),
    );
  }

  /** Stops the reading of a document; the version that answers goes on answering, and {@link retry} goes on reading. */
  cancel(id: string, signal?: AbortSignal): Promise<Document> {
    return bodyOf(
      this.connection.http.POST('/v1/documents/{id}/cancel', { params: { path: { id } }, signal }),
    );
  }

  /** Follows a document until `done`: ready or failed. Lost connections are made again. */
  follow(id: string, options: FollowOptions = {}): AsyncGenerator<Followed<DocumentEvent>, void> {
    return followEvents<DocumentEvent>(
      this.connection,
      `/v1/documents/${encodeURIComponent(id)}/events`,
      options,
    );
  }

  /** The extracted text or a range of it: citations point into it in UTF-16 code units. */
  text(id: string, query: TextQuery = {}, signal?: AbortSignal): Promise<TextRange> {
    const params = { path: { id }, query };
    return bodyOf(this.connection.http.GET('/v1/documents/{id}/text', { params, signal }));
  }

  /** The original of the newest version; read the response's body as a stream, a Blob or text. */
  content(id: string, signal?: AbortSignal): Promise<Response> {
    const { url, headers } = this.connection;
    return once(new Request(`${url}/v1/documents/${encodeURIComponent(id)}/content`, { headers, signal }));
  }
}
