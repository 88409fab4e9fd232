import { rm } from 'node:fs/promises';
import type { Check } from '../finding.js';

/** Snapshots of the index are copies: what is wrong is removed, and workers write it anew. */
export const snapshots: Check = {
  name: 'snapshots',
  async *look({ installation, collections }) {
    // The image of the API has this program, but not the index; a worker's has both.
    const retrieval = await import('#retrieval').catch(() => null);
    if (retrieval === null) {
      yield {
        severity: 'info',
        what: 'Index snapshots were not checked: this program has no index with it.',
        remedy: 'Run the doctor where a worker runs.',
      };
      return;
    }
    const known = new Set(await collections.ids());
    for await (const { path, collectionId, problem } of retrieval.inspectSnapshots(
      installation.snapshotsFolder,
    )) {
      const what = known.has(collectionId) ? problem : 'its collection does not exist any more';
      if (what === null) continue;
      yield {
        severity: 'warning',
        what: `The index snapshot ${path} is of no use: ${what}.`,
        remedy: 'Repairing removes it; workers rebuild the index from the database.',
        repair: () => rm(path, { recursive: true, force: true }),
      };
    }
  },
};
