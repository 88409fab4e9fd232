import { chunkPieces } from '#retrieval';
import { extractionOf, type Ingestion } from './ingestion.js';

/** Chunk: cuts the text into passages and stores them, a few at a time. */
export async function cutPassages(ingestion: Ingestion): Promise<void> {
  const { version, tools, report } = ingestion;
  const { attempts, extractions, countTokens } = tools;
  const length = await extractions.lengthOf(extractionOf(ingestion));
  await attempts.dropPassages(version.id, version.epoch);
  for await (const passages of chunkPieces(extractions.pieces(extractionOf(ingestion)), { countTokens })) {
    await attempts.savePassages(version.id, version.epoch, passages);
    await report(passages.at(-1)?.end ?? 0, length, 'characters');
  }
}
