import type { IndexedPassage } from '#contracts';
import type { IndexLog, IndexLogEntry } from './index-log.js';

/** A change log without a database, for tests and measurements; it keeps the promises of {@link IndexLog}. */
export class InMemoryIndexLog implements IndexLog {
  private readonly entries: IndexLogEntry[] = [];
  private readonly stored = new Map<string, readonly IndexedPassage[]>();

  /** @param batchSize passages handed out at once. */
  constructor(private readonly batchSize = 500) {}

  /** Stores a version's passages, in place of another version's if one is named. Returns the new head. */
  add(versionId: string, passages: readonly IndexedPassage[], replaced?: string): number {
    this.stored.set(versionId, passages);
    this.append('add', versionId);
    return replaced === undefined ? this.size : this.remove(replaced);
  }

  /** Drops a version. Returns the new head. */
  remove(versionId: string): number {
    this.stored.delete(versionId);
    return this.append('remove', versionId);
  }

  async read(_collectionId: string, afterSeq: number, limit: number): Promise<IndexLogEntry[]> {
    const from = Math.max(0, afterSeq);
    return this.entries.slice(from, from + limit);
  }

  async head(): Promise<number> {
    return this.size;
  }

  async *passages(versionId: string): AsyncGenerator<IndexedPassage[]> {
    for (let from = 0; ; from += this.batchSize) {
      const batch = this.stored.get(versionId)?.slice(from, from + this.batchSize) ?? [];
      if (batch.length === 0) return;
      yield batch;
    }
  }

  private get size(): number {
    return this.entries.length;
  }

  private append(op: IndexLogEntry['op'], versionId: string): number {
    this.entries.push({ seq: this.entries.length + 1, op, versionId });
    return this.size;
  }
}
