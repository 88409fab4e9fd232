import type { TextPiece } from '#contracts';
import { chunkPieces } from '#retrieval';
import { extractionOf, type Ingestion } from './ingestion.js';
import type { StepClock } from './step-clock.js';

/** Chunk: cuts the text into passages and stores them, a few at a time. */
export async function cutPassages(ingestion: Ingestion): Promise<void> {
  const { version, tools, report } = ingestion;
  const { attempts, extractions, clock } = tools;
  const length = await extractions.lengthOf(extractionOf(ingestion));
  await attempts.dropPassages(version.id, version.epoch);
  const countTokens = (texts: string[]) => clock.time('count', () => tools.countTokens(texts));
  const pieces = taken(extractions.pieces(extractionOf(ingestion)), clock);
  for await (const passages of chunkPieces(pieces, { countTokens })) {
    await clock.time('save', () => attempts.savePassages(version.id, version.epoch, passages));
    await report(passages.at(-1)?.end ?? 0, length, 'characters');
  }
}

/** The stored pieces, the taking of which is no part of cutting. */
async function* taken(pieces: AsyncGenerator<TextPiece>, clock: StepClock): AsyncGenerator<TextPiece> {
  for (;;) {
    const { done, value } = await clock.time('save', () => pieces.next());
    if (done === true) return;
    yield value;
  }
}
