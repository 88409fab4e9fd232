import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Embedder, joinPassage, type PassageText } from '../embedder.js';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';
import { ModelServer } from './model-server.js';
import type { ServerOptions } from './server-options.js';

export interface OpenAiEmbedderOptions extends ServerOptions {
  /** The model's name on the server. */
  model: string;
  /** Put before every question. */
  queryPrefix: string;
  /** Put before every passage. */
  passagePrefix: string;
}

/** Passages per request. */
const BATCH = 32;

const replySchema = z.looseObject({
  data: z.array(z.looseObject({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
});

/** An embedding model behind an OpenAI-compatible server. */
export class OpenAiEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions: number;
  readonly note: string;
  readonly #server: ModelServer;
  readonly #options: OpenAiEmbedderOptions;

  private constructor(server: ModelServer, options: OpenAiEmbedderOptions, dimensions: number) {
    this.#server = server;
    this.#options = options;
    this.dimensions = dimensions;
    const { model, queryPrefix, passagePrefix } = options;
    this.id = `openai/${model}@${fingerprintOf({ queryPrefix, passagePrefix, dimensions })}`;
    this.note = `Embeddings by the server at ${server.name}; if its model changes under the same name, embed collections anew.`;
  }

  /**
   * Asks the server for one vector, to learn how many components it has.
   *
   * @throws GeneratorUnavailableError, DomainError `generation_failed` when the server does not embed
   */
  static async open(options: OpenAiEmbedderOptions): Promise<OpenAiEmbedder> {
    const server = new ModelServer(options);
    try {
      const [vector] = await embed(server, options, ['dimensions'], never());
      return new OpenAiEmbedder(server, options, vector?.length ?? 0);
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  async embedQuery(text: string): Promise<Float32Array> {
    const [vector] = await this.#embed([this.#options.queryPrefix + text], never());
    if (vector === undefined) throw noVectors(this.#server.name, 'it sent none');
    return vector;
  }

  async embedPassages(passages: PassageText[], signal: AbortSignal = never()): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let start = 0; start < passages.length; start += BATCH) {
      const texts = passages
        .slice(start, start + BATCH)
        .map((passage) => this.#options.passagePrefix + joinPassage(passage));
      vectors.push(...(await this.#embed(texts, signal)));
    }
    return vectors;
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #embed(texts: string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors = await embed(this.#server, this.#options, texts, signal);
    if (vectors.some(({ length }) => length !== this.dimensions)) {
      throw noVectors(this.#server.name, `they no longer have ${this.dimensions} components`);
    }
    return vectors;
  }
}

async function embed(
  server: ModelServer,
  { model }: OpenAiEmbedderOptions,
  texts: string[],
  signal: AbortSignal,
): Promise<Float32Array[]> {
  return server.run(async (either) => {
    const limit = AbortSignal.timeout(server.timeouts.request);
    try {
      const body = { model, input: texts, encoding_format: 'float' };
      const response = await server.post('embeddings', body, AbortSignal.any([either, limit]));
      const reply = replySchema.safeParse(await response.json().catch(() => null)).data;
      if (reply?.data.length !== texts.length) throw noVectors(server.name, 'there is not one for each text');
      return [...reply.data]
        .sort((a, b) => a.index - b.index)
        .map(({ embedding }) => unit(embedding, server));
    } catch (error) {
      if (!limit.aborted || either.aborted) throw error;
      const ms = server.timeouts.request;
      throw new GeneratorUnavailableError(
        'timed_out',
        `The model server at ${server.name} took over ${ms / 1000} s.`,
      );
    }
  }, signal);
}

function unit(vector: number[], { name }: ModelServer): Float32Array {
  const length = Math.hypot(...vector);
  if (!(length > 0)) throw noVectors(name, 'one has no direction');
  return Float32Array.from(vector, (value) => value / length);
}

function noVectors(server: string, why: string): GeneratorUnavailableError {
  return new GeneratorUnavailableError(
    'bad_response',
    `The model server at ${server} sent vectors that are of no use: ${why}.`,
  );
}

/** Of what shapes the vectors and can be known from here; the model's file is the server's own affair. */
function fingerprintOf(shape: object): string {
  return createHash('sha256').update(JSON.stringify(shape)).digest('hex').slice(0, 12);
}

const never = () => new AbortController().signal;
