import * as fc from 'fast-check';
import type { IndexedPassage } from '#contracts';
import { InMemoryIndexLog, type SearchIndex } from '#retrieval';

export const DIMENSIONS = 8;
export const EMBEDDER = { id: 'test-embedder', dimensions: DIMENSIONS };
export const LONG = { timeoutMs: 30_000 };
export const ANY_DIRECTION = Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.cos(axis));

export const embeddingOf = (id: number): Float32Array =>
  Float32Array.from({ length: DIMENSIONS }, (_, axis) => Math.sin(id * 12.9898 + axis * 78.233));
/** Passages share one word, so that a search can list them all; embeddings depend on the id alone. */
export const passage = (id: number, searchText = `everywhere number${id}`): IndexedPassage => ({
  id,
  searchText,
  heading: '',
  embedding: embeddingOf(id),
});
export const below = (id: number, heading: string): IndexedPassage => ({ ...passage(id), heading });
export const passages = (first: number, count: number): IndexedPassage[] =>
  Array.from({ length: count }, (_, offset) => passage(first + offset));

/** The ids of all passages that a search finds, in ascending order. */
export async function found(
  index: SearchIndex,
  query: string,
  embedding: Float32Array | null = null,
): Promise<number[]> {
  const { hits } = await index.search({ query, embedding, k: 100_000 });
  return hits.map(({ passageId }) => passageId).sort((a, b) => a - b);
}
export const byWords = (index: SearchIndex): Promise<number[]> => found(index, 'everywhere');
export const byEmbedding = (index: SearchIndex): Promise<number[]> => found(index, '', ANY_DIRECTION);

/** A log that can be made to fail, and counts how many passages were read from it. */
export class UnreliableLog extends InMemoryIndexLog {
  failure: Error | null = null;
  passagesRead = 0;

  override async read(collectionId: string, afterSeq: number, limit: number) {
    if (this.failure) throw this.failure;
    return super.read(collectionId, afterSeq, limit);
  }

  override async *passages(versionId: string) {
    for await (const batch of super.passages(versionId)) {
      this.passagesRead += batch.length;
      yield batch;
    }
  }
}

/** What happens to one of four documents, or to the index. */
export interface Change {
  kind: 'upload' | 'delete' | 'snapshot' | 'restart';
  document: number;
  /** Passages of an upload. */
  size: number;
}

export const anyChanges: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('upload', 'upload', 'upload', 'delete', 'snapshot', 'restart'),
    document: fc.nat(3),
    size: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 25 },
);

/** Makes changes to a log, and knows what searches must see at each position of it. */
export class LogHistory {
  head = 0;
  /** Ids of passages, by position. */
  readonly contents = new Map<number, number[]>([[0, []]]);
  readonly #live = new Map<number, { versionId: string; ids: number[] }>();
  #nextId = 1;

  constructor(private readonly log: InMemoryIndexLog) {}

  /** What an index that has followed the whole log says of itself. */
  get status(): { versions: number; passages: number; applied: number } {
    return { versions: this.#live.size, passages: this.ids.length, applied: this.head };
  }

  get ids(): number[] {
    return [...this.#live.values()].flatMap(({ ids }) => ids).sort((a, b) => a - b);
  }

  /** Uploads or deletes; other kinds change nothing. */
  apply({ kind, document, size }: Change): void {
    const old = this.#live.get(document);
    if (kind === 'upload') {
      const added = passages(this.#nextId, size);
      this.#nextId += size;
      const versionId = `v${this.#nextId}`;
      this.#live.set(document, { versionId, ids: added.map(({ id }) => id) });
      this.head = this.log.add(versionId, added, old?.versionId);
    } else if (kind === 'delete' && old) {
      this.#live.delete(document);
      this.head = this.log.remove(old.versionId);
    }
    this.contents.set(this.head, this.ids);
  }
}
