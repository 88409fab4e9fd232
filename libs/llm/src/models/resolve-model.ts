import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { DomainError } from '#contracts';
import type { CatalogueEntry, ModelKind } from './catalogue-entry.js';
import {
  catalogue,
  findEntry,
  findEntryByFileName,
  findEntryBySource,
  modelFileName,
  recommendedModels,
} from './catalogue.js';
import { type HubFile, isHubUri, parseHubUri, toHubUri, uncataloguedPath } from './hub-file.js';

/** A model whose file is on disk. */
export interface ResolvedModel {
  /** Catalogue id, or the file's name without `.gguf`. */
  id: string;
  path: string;
  kind: ModelKind;
  /** What the catalogue knows of it; null for a model of the user's own. */
  entry: CatalogueEntry | null;
}

/** A model by name, and the place where its file is, or will be once it is fetched. */
export interface ModelLocation {
  id: string;
  path: string;
  /** Where it can be fetched from. */
  source: HubFile;
  entry: CatalogueEntry | null;
}

/**
 * Finds the file of a configured model. Never downloads.
 *
 * @param reference catalogue id, path of a GGUF file, or `hf:owner/repository/file.gguf[#revision]`
 * @param kind what the model is to be used for
 * @throws DomainError `model_not_found` with the command that fetches it, `model_unsupported` when the catalogue knows
 *   it as the other kind, `invalid_request` for a malformed hub address
 */
export async function resolveModel(
  reference: string,
  kind: ModelKind,
  options: { folder: string },
): Promise<ResolvedModel> {
  const location = locateModel(reference, options);
  if (location === null) return resolvePath(reference, kind);
  const { id, path, entry } = location;
  requireKind(id, entry, kind);
  const size = await fileSize(path);
  const remedy = `fetch it with: npm run models -- pull ${entry?.id ?? toHubUri(location.source)}`;
  if (size === null) throw new DomainError('model_not_found', `The model ${id} is not at ${path}; ${remedy}`);
  if (entry !== null && !hasExpectedSize(entry, size)) {
    throw new DomainError(
      'model_not_found',
      `The model ${id} at ${path} is incomplete or not the right file (${size} bytes instead of ${entry.sizeBytes}); ` +
        `delete it and ${remedy}`,
    );
  }
  return { id, path, kind, entry };
}

/**
 * Where a catalogue id or hub URI has its file; null when the reference is a path.
 *
 * @throws DomainError `invalid_request` for a malformed hub address
 */
export function locateModel(reference: string, options: { folder: string }): ModelLocation | null {
  const source = isHubUri(reference) ? parseHubUri(reference) : null;
  const entry = source === null ? findEntry(reference) : findEntryBySource(source);
  if (entry !== undefined) {
    const path = join(options.folder, modelFileName(entry));
    return { id: entry.id, path, source: entry.source, entry };
  }
  if (source === null) return null;
  return { id: nameOf(source.file), path: uncataloguedPath(options.folder, source), source, entry: null };
}

/**
 * The model to use when none is configured: the recommended one if it is on disk, else the first of the catalogue that
 * is, else null. A file of the wrong size counts as absent.
 */
export async function findInstalledModel(
  kind: ModelKind,
  options: { folder: string },
): Promise<ResolvedModel | null> {
  const candidates = catalogue.filter((entry) => entry.kind === kind);
  candidates.sort(
    (a, b) => Number(b.id === recommendedModels[kind]) - Number(a.id === recommendedModels[kind]),
  );
  for (const entry of candidates) {
    const path = join(options.folder, modelFileName(entry));
    const size = await fileSize(path);
    if (size !== null && hasExpectedSize(entry, size)) return { id: entry.id, path, kind, entry };
  }
  return null;
}

async function resolvePath(reference: string, kind: ModelKind): Promise<ResolvedModel> {
  const path = resolve(reference);
  const size = await fileSize(path);
  if (size === null) {
    throw new DomainError(
      'model_not_found',
      `"${reference}" is neither a file nor a model of the catalogue; \`npm run models -- list\` shows the names, ` +
        `and the default is fetched with: npm run models -- pull ${recommendedModels[kind]}`,
    );
  }
  const named = findEntryByFileName(basename(path));
  const entry = named !== undefined && hasExpectedSize(named, size) ? named : null;
  const id = entry?.id ?? nameOf(path);
  requireKind(id, entry, kind);
  return { id, path, kind, entry };
}

function requireKind(id: string, entry: CatalogueEntry | null, kind: ModelKind): void {
  if (entry === null || entry.kind === kind) return;
  throw new DomainError(
    'model_unsupported',
    `The catalogue lists ${id} as ${entry.kind}; it cannot serve as ${kind}`,
  );
}

function hasExpectedSize(entry: CatalogueEntry, size: number): boolean {
  return !entry.sizeIsExact || entry.sizeBytes === size;
}

function nameOf(path: string): string {
  return basename(path).replace(/\.gguf$/i, '');
}

/** Size of a regular file in bytes; null when there is none. */
async function fileSize(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found?.isFile() === true ? found.size : null;
}
