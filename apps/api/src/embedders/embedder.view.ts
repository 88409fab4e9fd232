import type { EmbedderChangeView, WorkerStatus } from '#contracts';
import type { CollectionSummary, EmbedderChange } from '#database';
import type { CollectionEmbedderView } from './embedder.schema.js';

export function changeView(change: EmbedderChange): EmbedderChangeView {
  return {
    embedder: change.embedder,
    from: change.fromEmbedderId,
    status: change.status,
    swap: change.swap,
    progress: { done: change.done, total: change.total },
    comparison: change.comparison,
    error: change.error,
    created_at: change.createdAt.toISOString(),
    updated_at: change.updatedAt.toISOString(),
  };
}

type Available = CollectionEmbedderView['available'];

/** The embedders of all workers that embed documents, those that most of them prefer first. */
export function availableEmbedders(workers: WorkerStatus[]): Available {
  const found = new Map<string, Available[number]>();
  for (const { roles, embedders } of workers) {
    if (!roles.includes('ingest')) continue;
    for (const embedder of embedders) {
      const known = found.get(embedder.id) ?? { ...embedder, workers: 0 };
      found.set(embedder.id, { ...known, workers: known.workers + 1 });
    }
  }
  return [...found.values()];
}

export function collectionEmbedderView(
  { name, embedder: current }: CollectionSummary,
  change: EmbedderChange | null,
  workers: WorkerStatus[],
): CollectionEmbedderView {
  const available = availableEmbedders(workers);
  return {
    current,
    change: change && changeView(change),
    available,
    hint: hintFor(name, current?.id ?? null, change, workers),
  };
}

/** What a person who looks at a collection's embedder may want to know. */
function hintFor(
  name: string,
  current: string | null,
  change: EmbedderChange | null,
  workers: WorkerStatus[],
): string | null {
  const path = `/v1/collections/${name}/embedder`;
  const wanted = change?.status === 'embedding' || change?.status === 'ready' ? change.embedder.id : current;
  const without = workers.filter(({ embedders }) => !embedders.some(({ id }) => id === wanted)).length;
  if (wanted !== null && without > 0) {
    return `${without} of ${workers.length} workers lack ${wanted}: searches there go by words alone while it is in force. Name its model in their KOTAE_EMBEDDER.`;
  }
  if (change?.status === 'ready' && change.swap === 'manual') {
    return `Everything is embedded. Look at the comparison, then POST ${path}/swap, or DELETE ${path} to keep the old embedder.`;
  }
  const preferred = workers.find(({ roles }) => roles.includes('ingest'))?.embedder;
  if (current !== null && wanted === current && preferred && preferred.id !== current) {
    return `New collections take ${preferred.id}. To embed this one anew with it while it is in use: PUT ${path} {"embedder": "${preferred.id}"}`;
  }
  return null;
}
