import type { CatalogueModel, LaneInfo } from '#contracts';
import {
  catalogue,
  MEMORY_SHARE,
  memoryNeed,
  planMemory,
  recommendedModels,
  resolveModel,
  shapeOfEntry,
  type CatalogueEntry,
  type GeneratorEntry,
} from '#llm';
import type { WorkerConfig } from '../config.js';

/** Free when this process began, before it loaded any model: what a model would find after the next start. */
const FREE_AT_START = process.availableMemory();

type Settings = Pick<
  WorkerConfig,
  'modelsFolder' | 'KOTAE_GPU' | 'KOTAE_SEQUENCES' | 'KOTAE_LONG_CONTEXT' | 'KOTAE_KV_CACHE'
>;

/** Every model of the catalogue, with what this worker has of it and how it would run here. */
export function listCatalogue(settings: Settings): Promise<CatalogueModel[]> {
  return Promise.all(
    catalogue.map(async (entry) => ({
      id: entry.id,
      kind: entry.kind,
      title: entry.title,
      size_bytes: entry.sizeBytes,
      size_is_exact: entry.sizeIsExact,
      context_size: entry.contextSize,
      licence: entry.licence,
      languages: entry.languages,
      note: entry.note,
      recommended: recommendedModels[entry.kind] === entry.id,
      installed: await isInstalled(entry, settings.modelsFolder),
      // How much memory a GPU has only the engine knows, and only of the one that it was given.
      plan: entry.kind === 'generator' && settings.KOTAE_GPU === 'cpu' ? planFor(entry, settings) : null,
    })),
  );
}

async function isInstalled({ id, kind }: CatalogueEntry, folder: string): Promise<boolean> {
  const found = await resolveModel(id, kind, { folder }).catch(() => null);
  return found !== null;
}

function planFor(entry: GeneratorEntry, settings: Settings): CatalogueModel['plan'] {
  const shape = shapeOfEntry(entry);
  const ram = MEMORY_SHARE * FREE_AT_START;
  const plan = planMemory(
    shape,
    { gpu: 'cpu', vram: 0, ram },
    {
      sequences: settings.KOTAE_SEQUENCES,
      longContext: settings.KOTAE_LONG_CONTEXT,
      ...(settings.KOTAE_KV_CACHE === 'q8_0' && { cacheType: 'q8_0' as const }),
    },
  );
  return {
    usable_bytes: Math.floor(ram),
    needed_bytes: plan && Math.ceil(memoryNeed(shape, plan).ram.total),
    short: plan && lane(plan.short),
    long: plan?.long ? lane(plan.long) : null,
  };
}

function lane({ sequences, contextSize }: LaneInfo): { sequences: number; context_size: number } {
  return { sequences, context_size: contextSize };
}
