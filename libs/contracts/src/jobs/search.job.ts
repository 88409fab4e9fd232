import { z } from 'zod';
import { searchFilterSchema } from '../search-filter.js';
import type { SearchView } from '../search.js';

/**
 * Searches on their way to a worker, which holds the index. The one job whose payload is not an id: a search is
 * never stored, and when it is lost its client, which is still waiting, sends it again.
 */
export const SEARCH_QUEUE = 'search';

export const searchJobSchema = z.strictObject({
  collectionId: z.uuid(),
  query: z.string().min(1),
  k: z.int().min(1).max(100),
  filter: searchFilterSchema.optional(),
  /** Position in the collection's change log that the index must have reached before it answers. */
  minSeq: z.int().min(0),
});
export type SearchJob = z.infer<typeof searchJobSchema>;
export type SearchJobResult = SearchView;

export const searchJobOptions = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;
