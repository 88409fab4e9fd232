import type { IndexedPassage } from '#contracts';
import type { TimeSlice } from '../vector/time-slice.js';
import type { IndexLogEntry } from './index-log.js';

/** What a `LogFollower` brings up to date: versions are staged unseen, then published together in one step. */
export interface FollowedIndex {
  /** Whether the version is published or staged. */
  holds(versionId: string): boolean | Promise<boolean>;

  /** Adds passages of a version, unseen until {@link publish}. */
  stage(versionId: string, passages: readonly IndexedPassage[], slice: TimeSlice): Promise<void>;

  /** In one step: searches see all staged versions, and the removed ones no more. The index is then at `reached`. */
  publish(removed: Iterable<string>, reached: IndexLogEntry): void | Promise<void>;

  /** Gives up what is staged. */
  unstage(): void | Promise<void>;

  /** Clears away what no search will see again. */
  sweep(slice: TimeSlice): Promise<void>;
}
