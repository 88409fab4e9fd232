import { setTimeout as sleep } from 'node:timers/promises';
import { readerOf } from '#documents';
import type { Ingestion } from './ingestion.js';

/** How often it is looked whether the other is done. */
const LOOK_MS = 500;

/**
 * Lets a version with the same bytes go first that came first, so that its text and its embeddings are there to be used
 * again. A version that runs alone waits for nobody, since the other may wait to run alone too, unless it has just seen
 * that the other is at work (`overtaken`).
 */
export async function awaitTurn({ document, version, tools }: Ingestion, overtaken = false): Promise<void> {
  const { extractions, signal } = tools;
  if (version.stage === 'parse') {
    const key = { sha256: version.sha256, reader: await readerOf(document.name) };
    version.extractionId = await extractions.claim({ versionId: version.id, epoch: version.epoch }, key);
  }
  const force = version.soloStarts > 0 && !overtaken;
  while (!(await extractions.takeTurn(version.id, { force }))) await sleep(LOOK_MS, undefined, { signal });
}
