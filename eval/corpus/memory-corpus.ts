import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Passage, PassageDraft, RefusalThresholds } from '#contracts';
import { CollectionEntity } from '#database';
import { joinPassage } from '#llm';
import { IndexReplica, InMemoryIndexLog } from '#retrieval';
import type { Embedders } from '../../apps/worker/src/models/embedders.js';
import type { Reranking } from '../../apps/worker/src/search/rerank.js';
import { SearchService } from '../../apps/worker/src/search/search.service.js';

const COLLECTION = '00000000-0000-4000-8000-000000000000';
/** Building the index of the largest set takes minutes on a busy machine. */
const BUILD_MS = 3_600_000;

/** A document whose passages are to be added. */
export interface NamedDocument {
  id: string;
  name: string;
}

/**
 * A collection in memory, searched by the worker's own search service: what PostgreSQL does for a worker (keeping the
 * collection, the passages and the change log) maps do here, and everything else is the code that runs in production.
 */
export class MemoryCorpus {
  private readonly passages = new Map<number, Passage>();
  private readonly versions = new Map<string, string[]>();
  private readonly log = new InMemoryIndexLog();
  private readonly collection: CollectionEntity;
  private readonly folder = mkdtempSync(join(tmpdir(), 'kotae-eval-'));
  private replica: IndexReplica | null = null;

  constructor(private readonly embedders: Embedders) {
    const { id, dimensions } = embedders.preferred;
    this.collection = Object.assign(new CollectionEntity(), {
      id: COLLECTION,
      name: 'eval',
      description: null,
      embedderId: id,
      embedderDimensions: dimensions,
      createdAt: new Date(0),
    });
  }

  get id(): string {
    return COLLECTION;
  }

  get size(): number {
    return this.passages.size;
  }

  /** All passages, in the order in which they were added. */
  all(): Passage[] {
    return [...this.passages.values()];
  }

  passage(id: number): Passage | undefined {
    return this.passages.get(id);
  }

  /** All passages of these documents, in the order given. */
  ofDocuments(ids: readonly string[]): Promise<Passage[]> {
    const passages = ids.flatMap((id) => this.all().filter(({ documentId }) => documentId === id));
    return Promise.resolve(passages);
  }

  /** Adds a document's passages with the embeddings of their search texts. */
  add(document: NamedDocument, drafts: readonly PassageDraft[], embeddings: readonly Float32Array[]): void {
    const indexed = drafts.map((draft, index) => {
      const id = this.passages.size + 1;
      const passage = { ...draft, id, documentId: document.id, documentName: document.name, version: 1 };
      this.passages.set(id, passage);
      const { heading } = draft;
      return { id, searchText: joinPassage(draft), heading, embedding: embeddings[index]! };
    });
    this.log.add(document.id, indexed);
    this.versions.set(document.name, [...(this.versions.get(document.name) ?? []), document.id]);
  }

  /** The versions of the documents of these names, as a filter of the index wants them. */
  versionsNamed(names: readonly string[]): string[] {
    return names.flatMap((name) => this.versions.get(name) ?? []);
  }

  /** The index of what has been added. Add everything first. */
  async index(): Promise<IndexReplica> {
    this.replica ??= await IndexReplica.open({
      collectionId: COLLECTION,
      log: this.log,
      embedder: { id: this.embedders.preferred.id, dimensions: this.embedders.preferred.dimensions },
      snapshotFolder: this.folder,
    });
    await this.replica.waitFor(await this.log.head(), { timeoutMs: BUILD_MS });
    return this.replica;
  }

  /** Thresholds for refusing, as a collection may carry them. */
  refuseBy(thresholds: RefusalThresholds): void {
    this.collection.refusal = thresholds;
  }

  /** The worker's search service on this corpus. */
  async searchService(reranking: Reranking | null): Promise<SearchService> {
    const replica = await this.index();
    return new SearchService(
      { byId: () => Promise.resolve(this.collection) },
      {
        byIds: (ids: readonly number[]) => Promise.resolve(this.byIds(ids)),
        neighbours: (ids: readonly number[]) => Promise.resolve(this.neighbours(ids)),
        versionsWithin: (_id, { documents }) =>
          Promise.resolve(documents === undefined ? null : this.versionsNamed(documents)),
      },
      this.embedders,
      { get: () => Promise.resolve(replica), head: () => this.log.head() },
      reranking,
    );
  }

  async close(): Promise<void> {
    await this.replica?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private byIds(ids: readonly number[]): Map<number, Passage> {
    return new Map(
      ids.flatMap((id) => {
        const passage = this.passages.get(id);
        return passage ? [[id, passage] as const] : [];
      }),
    );
  }

  /** As in the database: a document's passages have ids in a row. */
  private neighbours(ids: readonly number[]): Map<number, Passage> {
    const beside = this.byIds(ids.flatMap((id) => [id - 1, id + 1]));
    return new Map(
      [...beside].filter(([id, passage]) =>
        ids.some((near) => Math.abs(near - id) === 1 && isNeighbour(passage, this.passages.get(near))),
      ),
    );
  }
}

/** Whether the passage stands under the headings of the other, in its document. */
function isNeighbour(one: Passage, other: Passage | undefined): boolean {
  return other !== undefined && other.documentId === one.documentId && other.heading === one.heading;
}
