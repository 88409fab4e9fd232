import { basename } from 'node:path';
import type { CatalogueEntry, ModelKind } from './catalogue-entry.js';
import { embedders } from './embedder-entries.js';
import { generators } from './generator-entries.js';
import type { HubFile } from './hub-file.js';
import { rerankers } from './reranker-entries.js';

/** Every model that Kotae knows by name, the recommended one of each kind first. */
export const catalogue: readonly CatalogueEntry[] = [...generators, ...embedders, ...rerankers];

/** In the order in which people read about them. */
export const modelKinds: readonly ModelKind[] = ['generator', 'embedder', 'reranker'];

/** The model of each kind to begin with: Microsoft's own GGUF, and what suits English and Japanese alike. */
export const recommendedModels: Record<ModelKind, string> = {
  generator: 'phi-3-mini-4k-instruct-q4',
  embedder: 'bge-m3-q8-0',
  reranker: 'bge-reranker-v2-m3-q8-0',
};

/** What `npm run models -- pull` fetches when it is given no name. A reranker is for those who ask for one. */
export const startingPair: readonly string[] = [recommendedModels.generator, recommendedModels.embedder];

/** The entry of an id, in any letter case; undefined when there is none. */
export function findEntry(id: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => entry.id === id.toLowerCase());
}

/** The entry whose file has this name (the last part of a path), in any letter case; undefined when there is none. */
export function findEntryByFileName(fileName: string): CatalogueEntry | undefined {
  return catalogue.find((entry) => modelFileName(entry).toLowerCase() === fileName.toLowerCase());
}

/** The entry that a hub file belongs to; undefined for another repository, file or pinned revision. */
export function findEntryBySource(source: HubFile): CatalogueEntry | undefined {
  return catalogue.find(
    (entry) =>
      entry.source.repository.toLowerCase() === source.repository.toLowerCase() &&
      entry.source.file === source.file &&
      (source.revision === 'main' || source.revision === entry.source.revision),
  );
}

/** Name of a catalogued model's file in the models folder. */
export function modelFileName(entry: CatalogueEntry): string {
  return basename(entry.source.file);
}
