import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { DomainError } from '#contracts';
import { readReceipt } from './model-receipt.js';
import type { ModelLocation } from './resolve-model.js';

/** What re-reading a model file showed. */
export interface VerifyReport {
  id: string;
  path: string;
  sizeBytes: number;
  sha256: string;
  /** What it should be; null when neither the catalogue nor the download knows. */
  expectedSha256: string | null;
  /** Where the expectation comes from: the catalogue, or the receipt of the download (the file has not changed since). */
  checkedAgainst: 'catalogue' | 'receipt' | 'nothing';
  /** False when it is another file than it should be. A file with nothing to compare with passes. */
  ok: boolean;
}

/**
 * Reads a model file whole and compares its SHA-256 with the catalogue's or, failing that, with the one recorded when
 * it was downloaded. Changes nothing.
 *
 * @throws DomainError `model_not_found`
 */
export async function verifyModel(
  model: Pick<ModelLocation, 'id' | 'path' | 'entry'>,
  options: { onProgress?: (doneBytes: number, totalBytes: number) => void } = {},
): Promise<VerifyReport> {
  const { id, path, entry } = model;
  const found = await stat(path).catch(() => null);
  if (found?.isFile() !== true) {
    throw new DomainError('model_not_found', `The model ${id} is not at ${path}`);
  }
  const hash = createHash('sha256');
  let doneBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    doneBytes += chunk.length;
    options.onProgress?.(doneBytes, found.size);
  }
  const sha256 = hash.digest('hex');
  const recorded = entry?.sha256 ?? null;
  const expectedSha256 = recorded ?? (await readReceipt(path))?.sha256 ?? null;
  const checkedAgainst = recorded !== null ? 'catalogue' : expectedSha256 !== null ? 'receipt' : 'nothing';
  const ok = expectedSha256 === null || expectedSha256 === sha256;
  return { id, path, sizeBytes: doneBytes, sha256, expectedSha256, checkedAgainst, ok };
}
