import type { IndexStatus } from '#retrieval';

const MB = 1e6;

/** The indexes of a worker against the memory that they may take; says so once each time they outgrow it. */
export class MemoryLimit {
  private exceeded = false;

  /** @param limit in bytes. */
  constructor(
    private readonly limit: number,
    private readonly log: { warn(message: string): void },
  ) {}

  /** To be called now and then with the indexes that are open, by collection. */
  check(indexes: ReadonlyMap<string, IndexStatus>): void {
    const sizes = [...indexes].map(([id, { memory, passages }]) => ({ id, memory, passages }));
    const total = sizes.reduce((sum, { memory }) => sum + memory, 0);
    const wasExceeded = this.exceeded;
    this.exceeded = total > this.limit;
    const [largest] = sizes.sort((a, b) => b.memory - a.memory);
    if (!this.exceeded || wasExceeded || !largest) return;
    this.log.warn(
      `The indexes take about ${inMegabytes(total)} of this worker's memory, more than the ${inMegabytes(this.limit)} of ` +
        `KOTAE_INDEX_MEMORY_MB; the largest is that of collection ${largest.id} with ${largest.passages} passages ` +
        `(${inMegabytes(largest.memory)}). Set KOTAE_INDEX=pgvector to keep them in PostgreSQL, or raise the limit.`,
    );
  }
}

/** A number of bytes for people. */
export function inMegabytes(bytes: number): string {
  return `${Math.ceil(bytes / MB).toLocaleString('en')} MB`;
}
