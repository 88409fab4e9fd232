import { DomainError, type IndexedPassage } from '#contracts';
import { terms } from '#language';
import type { FollowedIndex } from '../replica/followed-index.js';
import type { IndexLogEntry } from '../replica/index-log.js';
import { foldedHeadings } from '../replica/version-headings.js';
import { checkVector } from '../vector/check-vector.js';
import type { TimeSlice } from '../vector/time-slice.js';
import type { PassageStore, StoredPassage, StoreStep } from './passage-store.js';

/** Takes the steps of a change log into a store, one transaction each, as long as no other process does. */
export class StepWriter implements FollowedIndex {
  private step: StoreStep | null = null;
  private refused = false;

  /** @param onPublished is awaited after each step, before the follower goes on. */
  constructor(
    private readonly store: PassageStore,
    private readonly dimensions: number,
    private last: IndexLogEntry | null,
    private readonly onPublished: () => Promise<void>,
  ) {}

  /** Whether another process is writing, or has written, what this one was about to. */
  get wasRefused(): boolean {
    return this.refused;
  }

  async holds(versionId: string): Promise<boolean> {
    return (await this.begun()).holds(versionId);
  }

  async stage(versionId: string, passages: readonly IndexedPassage[], slice: TimeSlice): Promise<void> {
    const step = await this.begun();
    const stored: StoredPassage[] = [];
    for (const { id, searchText, heading, embedding } of passages) {
      const found = terms(searchText);
      const frequencies = new Map<string, number>();
      for (const term of found) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
      const hasDirection = checkVector(embedding, this.dimensions);
      stored.push({
        id,
        frequencies,
        length: found.length,
        headings: foldedHeadings(heading),
        embedding: hasDirection ? embedding : null,
      });
      await slice.rest();
    }
    await step.stage(versionId, stored);
  }

  async publish(removed: Iterable<string>, reached: IndexLogEntry): Promise<void> {
    const step = await this.begun();
    await step.publish([...removed], reached);
    this.step = null;
    this.last = reached;
    await this.onPublished();
  }

  async unstage(): Promise<void> {
    await this.step?.abandon();
    this.step = null;
  }

  async sweep(): Promise<void> {}

  private async begun(): Promise<StoreStep> {
    this.step ??= await this.store.begin(this.last);
    if (this.step) return this.step;
    this.refused = true;
    throw new DomainError('index_unavailable', 'Another worker is writing the index.', { retryable: true });
  }
}
