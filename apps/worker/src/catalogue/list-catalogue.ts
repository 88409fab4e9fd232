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
  type Machine,
} from '#llm';
import type { WorkerConfig } from '../config.js';

/** The RAM that was free when this process began, before it loaded any model: what one would find after a restart. */
export const freeAtStart: Machine = {
  gpu: 'cpu',
  vram: 0,
  ram: MEMORY_SHARE * process.availableMemory(),
};

type Settings = Pick<
  WorkerConfig,
  'modelsFolder' | 'KOTAE_SEQUENCES' | 'KOTAE_LONG_CONTEXT' | 'KOTAE_KV_CACHE'
>;

/** Every model of the catalogue, with what this worker has of it and how it would run on `machine`, where known. */
export function listCatalogue(settings: Settings, machine: Machine | null): Promise<CatalogueModel[]> {
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
      plan: entry.kind === 'generator' && machine !== null ? planFor(entry, settings, machine) : null,
    })),
  );
}

async function isInstalled({ id, kind }: CatalogueEntry, folder: string): Promise<boolean> {
  const found = await resolveModel(id, kind, { folder }).catch(() => null);
  return found !== null;
}

function planFor(entry: GeneratorEntry, settings: Settings, machine: Machine): CatalogueModel['plan'] {
  const shape = shapeOfEntry(entry);
  const plan = planMemory(shape, machine, {
    sequences: settings.KOTAE_SEQUENCES,
    longContext: settings.KOTAE_LONG_CONTEXT,
    ...(settings.KOTAE_KV_CACHE !== 'auto' && { cacheType: settings.KOTAE_KV_CACHE }),
  });
  const computesOnGpu = plan === null ? machine.gpu !== 'cpu' : plan.gpuLayers > 0;
  const where = computesOnGpu ? 'vram' : 'ram';
  return {
    usable_bytes: Math.floor(machine[where]),
    needed_bytes: plan && Math.ceil(memoryNeed(shape, plan)[where].total),
    short: plan && lane(plan.short),
    long: plan?.long ? lane(plan.long) : null,
  };
}

function lane({ sequences, contextSize }: LaneInfo): { sequences: number; context_size: number } {
  return { sequences, context_size: contextSize };
}
