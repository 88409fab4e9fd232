import type { EmbedderIdentity, IndexLogRepository } from '#database';
import type { IndexLog } from '#retrieval';

/** The change log of any collection with the passages' embeddings by one embedder. */
export function embedderLog(changes: IndexLogRepository, embedder: EmbedderIdentity): IndexLog {
  let whole = true;
  return {
    read: (collectionId, afterSeq, limit) => changes.read(collectionId, afterSeq, limit),
    head: (collectionId) => changes.head(collectionId),
    passages: (versionId) => changes.passages(versionId, embedder, () => (whole = false)),
    isWhole: () => whole,
  };
}
