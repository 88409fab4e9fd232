import { createHash } from 'node:crypto';
import { json, ModelServer, type Behaviour } from './model-server.js';

/** What tells passages from questions in what the server is sent. */
const PASSAGE = 'passage: ';

/** An embedding model behind an OpenAI-compatible server, which remembers what it was given to read. */
export class EmbeddingServer {
  /** Passages that it was asked to embed, in order. */
  readonly passages: string[] = [];
  /** How many of them came at a time. */
  readonly batches: number[] = [];
  private held: Promise<void> | null = null;
  private release: () => void = () => undefined;

  private constructor(private readonly server: ModelServer) {
    server.routes.set('/v1/embeddings', this.embed);
  }

  static async start(): Promise<EmbeddingServer> {
    return new EmbeddingServer(await ModelServer.start());
  }

  /** Settings of a worker that embeds here. */
  get settings(): Record<string, string> {
    return {
      KOTAE_OPENAI_URL: this.server.url,
      KOTAE_EMBEDDER: 'openai:counted',
      KOTAE_EMBEDDER_PASSAGE_PREFIX: PASSAGE,
    };
  }

  /** Lets passages wait for their vectors; questions have theirs all the same. */
  hold(): void {
    this.held = new Promise((resolve) => (this.release = resolve));
  }

  letGo(): void {
    this.held = null;
    this.release();
  }

  stop(): Promise<void> {
    this.letGo();
    return this.server.stop();
  }

  private readonly embed: Behaviour = async (request, response) => {
    const { input } = request.body;
    const passages = input.filter((text) => text.startsWith(PASSAGE));
    this.passages.push(...passages.map((text) => text.slice(PASSAGE.length)));
    if (passages.length > 0) this.batches.push(passages.length);
    if (passages.length > 0) await this.held;
    const data = input.map((text, index) => ({ index, embedding: vectorOf(text) }));
    await json({ data })(request, response);
  };
}

/** Equal for equal texts, and in another direction for others. */
function vectorOf(text: string): number[] {
  return [...createHash('sha256').update(text).digest()].map((byte) => byte - 127.5);
}
