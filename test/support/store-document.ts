import type { ExtractedText, PassageDraft } from '#contracts';
import { ExtractionsRepository, IngestAttemptsRepository, PassageEmbeddingsRepository } from '#database';
import type { DataSource } from 'typeorm';

/** What a worker would have made of a version. */
export interface Made {
  text: ExtractedText;
  passages?: PassageDraft[];
  /** One for each passage. */
  embeddings?: { by: string; vectors: Float32Array[] };
}

/** Stores what an attempt has made, step by step as a worker does, up to the point where it could be published. */
export async function storeDocument(
  db: DataSource,
  { id: versionId, epoch, sha256 }: { id: string; epoch: number; sha256: string },
  { text, passages = [], embeddings }: Made,
): Promise<void> {
  const extractions = new ExtractionsRepository(db);
  const attempts = new IngestAttemptsRepository(db);
  const id = await extractions.claim({ versionId, epoch }, { sha256, reader: 'test' });
  const fence = await extractions.begin(id);
  if (fence !== null) {
    await extractions.append(id, fence, [{ start: 0, ...text }]);
    const pages = text.pages.at(-1)?.page ?? null;
    await extractions.complete(id, fence, { ...text, length: text.text.length, pages });
  }
  await attempts.advance(versionId, epoch, 'chunk');
  await attempts.savePassages(versionId, epoch, passages);
  await attempts.advance(versionId, epoch, 'embed');
  if (embeddings) {
    const saved = new PassageEmbeddingsRepository(db);
    const unread = await saved.unembedded(versionId, embeddings.by, { after: -1, limit: passages.length });
    const ids = unread.map((passage) => passage.id);
    await saved.save(embeddings.by, ids, embeddings.vectors);
  }
  await attempts.advance(versionId, epoch, 'index');
}
