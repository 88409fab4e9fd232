import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IndexReplica, type InMemoryIndexLog, type SearchIndex } from '#retrieval';
import { EMBEDDER, UnreliableLog } from './fixtures.js';
import { describeFollowing } from './following.js';
import { describeSearching } from './searching.js';

/** What an index is opened for. */
export interface OpenRequest {
  collectionId: string;
  log: InMemoryIndexLog;
  embedder: { id: string; dimensions: number };
}

/** An implementation of `SearchIndex` as the contract needs it. */
export interface IndexUnderTest {
  open(request: OpenRequest): Promise<SearchIndex>;
  stop(): Promise<void>;
}

/** Indexes of one implementation over a log of their own for each test. They are closed when it ends. */
export class IndexesUnderTest {
  log = new UnreliableLog(7);
  #implementation: IndexUnderTest | null = null;
  #collections = 0;
  readonly #opened: SearchIndex[] = [];

  constructor(start: () => Promise<IndexUnderTest>) {
    beforeAll(async () => {
      this.#implementation = await start();
    });
    afterAll(() => this.#implementation?.stop());
    beforeEach(() => this.newCollection());
    afterEach(async () => {
      await Promise.all(this.#opened.splice(0).map((index) => index.close()));
    });
  }

  /** Begins with an empty log, within a test too. */
  newCollection(): void {
    this.#collections++;
    this.log = new UnreliableLog(7);
  }

  async open(options: Partial<OpenRequest> = {}): Promise<SearchIndex> {
    if (this.#implementation === null) throw new Error('the implementation has not started');
    const collectionId = `00000000-0000-4000-8000-${String(this.#collections).padStart(12, '0')}`;
    const request = { collectionId, log: this.log, embedder: EMBEDDER, ...options };
    const index = await this.#implementation.open(request);
    this.#opened.push(index);
    return index;
  }
}

/** What every implementation of `SearchIndex` promises. `start` brings up whatever it needs. */
export function describeSearchIndex(name: string, start: () => Promise<IndexUnderTest>): void {
  describe(name, () => {
    const indexes = new IndexesUnderTest(start);
    describeSearching(indexes);
    describeFollowing(indexes);
  });
}

/** The implementation that others are compared with. */
export async function startMemoryIndex(): Promise<IndexUnderTest> {
  const snapshotFolder = await mkdtemp(join(tmpdir(), 'kotae-index-'));
  return {
    open: (request) => IndexReplica.open({ ...request, snapshotFolder, pollMs: 5 }),
    stop: () => rm(snapshotFolder, { recursive: true, force: true }),
  };
}
