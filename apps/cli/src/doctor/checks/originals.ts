import { createHash } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { OriginalStore } from '#database';
import type { Check, Patient } from '../finding.js';

/** Younger originals may belong to an upload that has no row yet. */
const UPLOADING_MS = 10 * 60_000;
/** A file on its way that nobody has written to for so long was left behind by a process that died. */
const ABANDONED_MS = 3_600_000;
const PAGE = 1000;

export const originalStore: Check = {
  name: 'original_store',
  async *look({ originals }) {
    const problem = await originals.check().then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    if (problem === null) return;
    yield { severity: 'error', what: problem, remedy: 'Nothing can be uploaded or read anew until then.' };
  },
};

export const missingOriginals: Check = {
  name: 'originals',
  async *look({ drift, originals, deep }) {
    for await (const page of drift.originals()) {
      for (const { sha256, size, name, collection } of page) {
        const found = await originals.size(sha256);
        const what = `The original of ${collection}/${name} (${sha256.slice(0, 12)}…)`;
        const remedy = 'Upload the file again; until then search and answers go on from its text.';
        if (found === null) yield { severity: 'error', what: `${what} is missing.`, remedy };
        else if (found !== size || (deep && (await hashOf(originals, sha256)) !== sha256)) {
          yield { severity: 'error', what: `${what} is damaged.`, remedy };
        }
      }
    }
  },
};

export const orphanOriginals: Check = {
  name: 'orphan_originals',
  async *look(patient) {
    let page: string[] = [];
    for await (const { sha256, storedAt } of patient.originals.list()) {
      if (Date.now() - storedAt.getTime() < UPLOADING_MS) continue;
      page.push(sha256);
      if (page.length < PAGE) continue;
      yield* orphansAmong(patient, page);
      page = [];
    }
    yield* orphansAmong(patient, page);
  },
};

async function* orphansAmong({ drift, documents, originals }: Patient, page: string[]) {
  for (const sha256 of await drift.unused(page)) {
    yield {
      severity: 'warning' as const,
      what: `The original ${sha256.slice(0, 12)}… belongs to no document.`,
      remedy: 'Repairing removes it.',
      // Asks again under the lock that uploads take.
      repair: () => documents.releaseOriginals([sha256], (unused) => originals.remove(unused)),
    };
  }
}

export const leftovers: Check = {
  name: 'leftovers',
  async *look({ installation }) {
    for (const folder of ['incoming', 'fetched'].map((name) => join(installation.originalsFolder, name))) {
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name);
        const found = await stat(path).catch(() => null);
        if (!found || Date.now() - found.mtimeMs < ABANDONED_MS) continue;
        yield {
          severity: 'warning',
          what: `${path} was left behind by an upload that never ended.`,
          remedy: 'Repairing removes it.',
          repair: () => rm(path, { force: true }),
        };
      }
    }
  },
};

async function hashOf(originals: OriginalStore, sha256: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(await originals.read(sha256), hash);
  return hash.digest('hex');
}
