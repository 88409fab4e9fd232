import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import {
  catalogue,
  type CatalogueEntry,
  modelFileName,
  type ModelKind,
  modelKinds,
  recommendedModels,
  resolveModel,
  toHubUri,
} from '#llm';
import type { ModelsConfig } from './config.js';
import { formatBytes, formatTable, type Terminal } from '../command/terminal.js';

const titles: Record<ModelKind, string> = {
  generator: 'Generators',
  embedder: 'Embedders',
  reranker: 'Rerankers (optional)',
};

/** Lists the catalogue, what of it is on disk, and what else is. */
export async function listModels(config: ModelsConfig, terminal: Terminal, json: boolean): Promise<number> {
  const models = await Promise.all(
    catalogue.map(async (entry) => ({ entry, path: await installedPath(entry, config) })),
  );
  const others = await otherFiles(config.folder);
  if (json) {
    const items = models.map(({ entry, path }) => ({ ...describe(entry), installed: path !== null, path }));
    terminal.out.write(
      `${JSON.stringify({ folder: config.folder, models: items, other_files: others }, null, 2)}\n`,
    );
    return 0;
  }
  for (const kind of modelKinds) {
    const rows = models
      .filter(({ entry }) => entry.kind === kind)
      .map(({ entry, path }) => row(entry, path !== null));
    const header = ['', titles[kind], 'size', 'context', 'licence', 'languages', ''];
    for (const line of formatTable([header, ...rows])) terminal.out.write(`${line.trimEnd()}\n`);
    terminal.out.write('\n');
  }
  terminal.out.write(`* on disk in ${config.folder}\n`);
  if (others.length > 0) terminal.out.write(`Also there: ${others.join(', ')}\n`);
  terminal.out.write(
    'Fetch one with: npm run models -- pull <name>   (without a name: the recommended pair)\n',
  );
  return 0;
}

async function installedPath(entry: CatalogueEntry, config: ModelsConfig): Promise<string | null> {
  const found = await resolveModel(entry.id, entry.kind, config).catch(() => null);
  return found?.path ?? null;
}

function row(entry: CatalogueEntry, installed: boolean): string[] {
  return [
    installed ? '*' : ' ',
    entry.id,
    `${entry.sizeIsExact ? '' : '~'}${formatBytes(entry.sizeBytes)}`,
    String(entry.contextSize),
    entry.licence,
    entry.languages.join(','),
    recommendedModels[entry.kind] === entry.id ? 'recommended' : '',
  ];
}

/** An entry in the API's spelling, for scripts. */
function describe(entry: CatalogueEntry): Record<string, unknown> {
  return {
    id: entry.id,
    kind: entry.kind,
    title: entry.title,
    uri: toHubUri(entry.source),
    size_bytes: entry.sizeBytes,
    size_is_exact: entry.sizeIsExact,
    sha256: entry.sha256,
    context_size: entry.contextSize,
    licence: entry.licence,
    languages: entry.languages,
    recommended: recommendedModels[entry.kind] === entry.id,
    note: entry.note,
    ...(entry.kind === 'embedder' && {
      dimensions: entry.dimensions,
      pooling: entry.pooling,
      query_prefix: entry.queryPrefix,
      passage_prefix: entry.passagePrefix,
    }),
  };
}

/** GGUF files in the folder that are not of the catalogue, as paths relative to it. */
async function otherFiles(folder: string): Promise<string[]> {
  const known = new Set(catalogue.map(modelFileName));
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return found
    .filter((file) => file.isFile() && file.name.endsWith('.gguf'))
    .map((file) => relative(folder, join(file.parentPath, file.name)))
    .filter((path) => !known.has(path))
    .sort();
}
