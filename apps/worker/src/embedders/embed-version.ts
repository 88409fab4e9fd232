import type { PassageEmbeddingsRepository } from '#database';
import type { Embedder } from '#llm';

/** Passages embedded and saved at a time: enough to keep an engine busy, little enough to lose with a worker. */
const BATCH = 64;

/** Lets an embedder read every passage of a document version that it has not read yet. Safe to repeat. */
export async function embedVersion(
  versionId: string,
  embedder: Embedder,
  { embeddings, signal, saved = async () => {} }: EmbedVersionTools,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const passages = await embeddings.unembedded(versionId, embedder.id, BATCH);
    if (passages.length === 0) return;
    const vectors = await embedder.embedPassages(passages, signal);
    await embeddings.save(
      embedder.id,
      passages.map(({ id }) => id),
      vectors,
    );
    await saved(passages.length);
  }
}

interface EmbedVersionTools {
  embeddings: Pick<PassageEmbeddingsRepository, 'unembedded' | 'save'>;
  signal: AbortSignal;
  /** Called after each batch with its size. */
  saved?: (count: number) => Promise<void>;
}
