import type { PassageEmbeddingsRepository, UnembeddedPassage } from '#database';
import type { Embedder } from '#llm';

/** Passages embedded and saved at a time: enough to keep an engine busy, little enough to lose with a worker. */
const BATCH = 64;

/**
 * Lets an embedder read every passage of a document version that it has not read yet. What it has read anywhere else,
 * word for word under the same headings, is copied from there. Safe to repeat, and goes on where it was.
 */
export async function embedVersion(
  versionId: string,
  embedder: Pick<Embedder, 'id' | 'embedPassages'>,
  { embeddings, signal, saved = async () => {} }: EmbedVersionTools,
): Promise<void> {
  for (let after = -1; ;) {
    signal.throwIfAborted();
    const passages = await embeddings.unembedded(versionId, embedder.id, { after, limit: BATCH });
    const last = passages.at(-1);
    if (!last) return;
    const copied = await embeddings.copyAlike(
      embedder.id,
      passages.map(({ id }) => id),
    );
    await embedAndSave(
      passages.filter(({ id }) => !copied.has(id)),
      embedder,
      { embeddings, signal },
    );
    await saved(passages.length);
    after = last.ordinal;
  }
}

/** Passages that read the same are read once. */
async function embedAndSave(
  passages: UnembeddedPassage[],
  embedder: Pick<Embedder, 'id' | 'embedPassages'>,
  { embeddings, signal }: EmbedVersionTools,
): Promise<void> {
  if (passages.length === 0) return;
  const alike = new Map<string, UnembeddedPassage[]>();
  for (const passage of passages) {
    const key = `${passage.heading}\n${passage.text}`;
    alike.set(key, [...(alike.get(key) ?? []), passage]);
  }
  const groups = [...alike.values()];
  const vectors = await embedder.embedPassages(
    groups.map(([first]) => first!),
    signal,
  );
  const pairs = groups.flatMap((group, i) => group.map(({ id }) => ({ id, vector: vectors[i]! })));
  await embeddings.save(
    embedder.id,
    pairs.map(({ id }) => id),
    pairs.map(({ vector }) => vector),
  );
}

interface EmbedVersionTools {
  embeddings: Pick<PassageEmbeddingsRepository, 'unembedded' | 'copyAlike' | 'save'>;
  signal: AbortSignal;
  /** Called after each batch with its size. */
  saved?: (count: number) => Promise<void>;
}
