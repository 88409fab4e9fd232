import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { DomainError, type PassageDraft } from '#contracts';
import { DocumentEntity, DocumentVersionEntity } from '#database';
import { stopIdleParsers } from '#documents';
import { ingestDocument } from '../../apps/worker/src/documents/ingest-document.js';
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
  const document = Object.assign(new DocumentEntity(), { id, name, collectionId: corpus.id });
  const version = Object.assign(new DocumentVersionEntity(), { id, epoch: 1, sha256: id });
  const drafts: PassageDraft[] = [];
  const embeddings: Float32Array[] = [];
  await ingestDocument(document, version, {
    attempts: {
      progress: () => Promise.resolve(true),
      saveText: () => Promise.resolve(),
      savePassages: (_id, _epoch, passages, vectors) => {
        drafts.push(...passages);
        embeddings.push(...vectors);
        return Promise.resolve();
      },
      publish: () => {
        corpus.add({ id, name }, drafts, embeddings);
        return Promise.resolve(null);
      },
    },
    collections: { claimEmbedder: (_id, wanted) => Promise.resolve(wanted) },
    originals: { withFile: (_sha256, work) => work(path) },
    embedders,
    // One embedder from beginning to end: nothing is ever left for another one to read.
    embeddings: { unembedded: () => Promise.resolve([]), save: () => Promise.resolve() },
    countTokens: (texts) => generator.countTokens(texts),
    signal: new AbortController().signal,
    changed: () => undefined,
  });
}
