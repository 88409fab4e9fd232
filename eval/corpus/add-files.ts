import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { DomainError } from '#contracts';
import { extractText, stopIdleParsers } from '#documents';
import { chunkText } from '#retrieval';
import type { Models } from '../../apps/worker/src/models/models.js';
import type { MemoryCorpus } from './memory-corpus.js';

/** A file to read, and the name under which its passages are found. */
export interface DocumentFile {
  path: string;
  name: string;
}

/** The files at these places; those in a folder are named by their path in it. Hidden ones are left out. */
export function listDocuments(paths: readonly string[]): DocumentFile[] {
  return paths.flatMap((path) => {
    if (!statSync(path).isDirectory()) return [{ path, name: basename(path) }];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: file, name: relative(path, file) }))
      .filter(({ name }) => !name.split('/').some((part) => part.startsWith('.')))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/**
 * Ingests files as the worker does: real parsers, the same passages, the same embeddings.
 * @returns the files that hold no text or are of a type that Kotae does not read, with the reason.
 */
export async function addFiles(
  corpus: MemoryCorpus,
  files: readonly DocumentFile[],
  models: Models,
  tick: (done: number, total: number) => void,
): Promise<{ name: string; reason: string }[]> {
  const refused: { name: string; reason: string }[] = [];
  for (const [index, file] of files.entries()) {
    await ingest(corpus, file, models).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      refused.push({ name: file.name, reason: error.message });
    });
    tick(index + 1, files.length);
  }
  stopIdleParsers();
  return refused;
}

async function ingest(
  corpus: MemoryCorpus,
  { path, name }: DocumentFile,
  { generator, embedders }: Models,
): Promise<void> {
  const id = createHash('sha256').update(name).digest('hex');
  const extracted = await extractText({ path, name });
  const drafts = await chunkText(extracted, { countTokens: (texts) => generator.countTokens(texts) });
  corpus.add({ id, name }, drafts, await embedders.preferred.embedPassages(drafts));
}
