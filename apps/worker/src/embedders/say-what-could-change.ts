import type { CollectionSummary } from '#database';
import type { Embedder } from '#llm';

/** Ids of the built-in embedder begin so; nobody needs to be told that they could change to it. */
const BUILT_IN = /^hashed-/;

/** Says in the log which collections go on with another embedder than the preferred one, and how to change that. */
export function sayWhatCouldChange(
  collections: Pick<CollectionSummary, 'name' | 'embedder'>[],
  preferred: Pick<Embedder, 'id'>,
  log: { log: (message: string) => void },
): void {
  if (BUILT_IN.test(preferred.id)) return;
  for (const { name, embedder } of collections) {
    if (embedder === null || embedder.id === preferred.id) continue;
    log.log(
      `the collection "${name}" goes on with the embedder ${embedder.id}. To embed it anew with ${preferred.id} while ` +
        `it is in use: PUT /v1/collections/${name}/embedder {"embedder": "${preferred.id}"}`,
    );
  }
}
