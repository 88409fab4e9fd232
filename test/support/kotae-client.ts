import { isFinalStatus, type DocumentView, type QuestionView, type SearchView } from '#contracts';
import { AnswerReader } from './answer-reader.js';
import { until } from './until.js';

/** A response with its body read: parsed when it is JSON. */
export interface Reply<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** What a request carries. */
export interface RequestOptions {
  json?: unknown;
  bytes?: Uint8Array<ArrayBuffer> | string;
  headers?: Record<string, string>;
}

/** A question as a test asks it; what is left out has its default. */
export type Asking = { question: string } & Partial<Record<string, unknown>>;

/** A client of the REST API, as simple as one that a user would write. */
export class KotaeClient {
  constructor(
    readonly url: string,
    private readonly key?: string,
  ) {}

  /** The same service with another key. */
  withKey(key: string): KotaeClient {
    return new KotaeClient(this.url, key);
  }

  async request<T>(method: string, path: string, options: RequestOptions = {}): Promise<Reply<T>> {
    const { json, bytes, headers } = options;
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...this.headers,
        ...(json !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: json === undefined ? bytes : JSON.stringify(json),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as T,
    };
  }

  /** A request that must succeed. @throws Error with the server's answer otherwise */
  async expect<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const { status, body } = await this.request<T>(method, path, options);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Asks and returns the question's id. */
  async ask(asking: Asking, headers?: Record<string, string>): Promise<string> {
    const { id } = await this.expect<{ id: string }>('POST', '/v1/questions', { json: asking, headers });
    return id;
  }

  question(id: string): Promise<QuestionView> {
    return this.expect('GET', `/v1/questions/${id}`);
  }

  /** Waits for the end of a question, whatever happens to the API meanwhile. */
  final(id: string, timeoutMs?: number): Promise<QuestionView> {
    const look = async (): Promise<QuestionView | null> => {
      const question = await this.question(id);
      return isFinalStatus(question.status) ? question : null;
    };
    return until(`the end of question ${id}`, look, { timeoutMs });
  }

  /** Asks and waits for the answer. */
  async answer(asking: Asking): Promise<QuestionView> {
    return this.final(await this.ask(asking));
  }

  /** Follows the answer to a question from its beginning. */
  follow(id: string): AnswerReader {
    return new AnswerReader(`${this.url}/v1/questions/${id}/events`, this.headers).connect();
  }

  /** Puts a document into a collection. */
  upload(
    name: string,
    bytes: Uint8Array<ArrayBuffer> | string,
    collection = 'default',
  ): Promise<DocumentView> {
    const path = `/v1/collections/${collection}/documents/${encodeURIComponent(name)}`;
    const headers = { 'Content-Type': 'application/octet-stream' };
    return this.expect('PUT', path, { bytes, headers });
  }

  /** Waits until a document's newest version is ready. @throws Error when it has failed */
  ready(id: string): Promise<DocumentView> {
    return until(`document ${id} to be ready`, async () => {
      const document = await this.ended(id);
      if (document.status === 'failed') throw new Error(JSON.stringify(document.error));
      return document;
    });
  }

  /** Waits until a document's newest version is ready or has failed. */
  ended(id: string): Promise<DocumentView> {
    return until(`the end of document ${id}`, async () => {
      const document = await this.expect<DocumentView>('GET', `/v1/documents/${id}`);
      return document.status === 'ready' || document.status === 'failed' ? document : null;
    });
  }

  search(query: string, k = 10, collection = 'default'): Promise<SearchView> {
    return this.expect('POST', `/v1/collections/${collection}/search`, { json: { query, k } });
  }

  /** The extracted text of a document's version. */
  async text(id: string, version: number): Promise<string> {
    const path = `/v1/documents/${id}/text?version=${version}`;
    const { text } = await this.expect<{ text: string }>('GET', path);
    return text;
  }

  private get headers(): Record<string, string> {
    return this.key === undefined ? {} : { Authorization: `Bearer ${this.key}` };
  }
}
