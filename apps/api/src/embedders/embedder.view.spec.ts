import type { WorkerStatus } from '#contracts';
import type { CollectionSummary, EmbedderChange } from '#database';
import { availableEmbedders, collectionEmbedderView } from './embedder.view.js';

const builtIn = { id: 'hashed-ngrams-512', dimensions: 512 };
const learned = { id: 'bge-m3-q8-0@0123456789ab', dimensions: 1024 };

function worker(embedders: WorkerStatus['embedders'], roles: WorkerStatus['roles'] = ['answer', 'ingest']) {
  return { roles, embedder: embedders[0], embedders } as WorkerStatus;
}

function collection(embedder: CollectionSummary['embedder']): CollectionSummary {
  return {
    id: 'c',
    name: 'rules',
    description: null,
    embedder,
    documents: 1,
    refusal: null,
    createdAt: new Date(0),
  };
}

function change(of: Partial<EmbedderChange>): EmbedderChange {
  return {
    collectionId: 'c',
    embedder: learned,
    fromEmbedderId: builtIn.id,
    swap: 'automatic',
    status: 'embedding',
    done: 1,
    total: 2,
    comparison: null,
    error: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    ...of,
  };
}

describe('availableEmbedders', () => {
  it('lists what workers that embed documents have, with how many of them', () => {
    const workers = [
      worker([learned, builtIn]),
      worker([builtIn]),
      worker([{ id: 'x', dimensions: 1 }], ['answer']),
    ];
    expect(availableEmbedders(workers)).toEqual([
      { ...learned, workers: 1 },
      { ...builtIn, workers: 2 },
    ]);
  });
});

const hint = (...given: Parameters<typeof collectionEmbedderView>) => collectionEmbedderView(...given).hint;

describe('the hint', () => {
  it('tells of a better embedder that the workers prefer, and how to change to it', () => {
    expect(hint(collection(builtIn), null, [worker([learned, builtIn])])).toContain(
      'PUT /v1/collections/rules/embedder {"embedder": "bge-m3-q8-0@0123456789ab"}',
    );
  });

  it('warns of workers that lack the embedder in force, or the one that is to be', () => {
    const workers = [worker([learned, builtIn]), worker([builtIn])];
    expect(hint(collection(learned), null, workers)).toContain('1 of 2 workers lack bge-m3-q8-0@');
    expect(hint(collection(builtIn), change({}), workers)).toContain('1 of 2 workers lack bge-m3-q8-0@');
    expect(hint(collection(builtIn), change({ status: 'cancelled' }), [worker([builtIn])])).toBeNull();
  });

  it('asks for a decision on a manual change that is ready', () => {
    const ready = change({ status: 'ready', swap: 'manual' });
    expect(hint(collection(builtIn), ready, [worker([learned, builtIn])])).toContain(
      'POST /v1/collections/rules/embedder/swap',
    );
  });

  it('is silent when there is nothing to do', () => {
    expect(hint(collection(learned), change({ status: 'done' }), [worker([learned, builtIn])])).toBeNull();
    expect(hint(collection(null), null, [worker([learned])])).toBeNull();
  });
});
