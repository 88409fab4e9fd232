/** How long a model server may take, in milliseconds. */
export interface ServerTimeouts {
  /** Until a connection stands. */
  connect: number;
  /** From the request to the first piece of text: the time in which the prompt is read. */
  firstToken: number;
  /** Between two pieces of text. */
  idle: number;
  /** For a whole request that is not streamed: embeddings, or a question about the server itself. */
  request: number;
}

export const defaultServerTimeouts: ServerTimeouts = {
  connect: 5000,
  firstToken: 120_000,
  idle: 30_000,
  request: 60_000,
};

/** Where an OpenAI-compatible server is, and how it is spoken to. */
export interface ServerOptions {
  /** Base address, up to and without `/chat/completions`, e.g. `http://127.0.0.1:11434/v1`. */
  url: string;
  /** Sent with every request. */
  key?: string;
  /** How the key is sent. Azure wants `api-key`; everybody else `Authorization: Bearer`. */
  keyHeader?: 'authorization' | 'api-key';
  /** Azure's `api-version` query parameter. */
  apiVersion?: string;
  timeouts?: Partial<ServerTimeouts>;
  /** Further attempts at a request that has failed before it gave any text. Default 2. */
  retries?: number;
  /** Failures in a row after which the server is left alone. Default 5. */
  failuresToOpen?: number;
  /** For how long it is left alone before one request tries again, in milliseconds. Default 15 s. */
  openMs?: number;
}
