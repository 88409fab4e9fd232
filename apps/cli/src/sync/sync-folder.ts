import { openAsBlob } from 'node:fs';
import { KotaeError, type Document, type KotaeClient } from '#client';
import { DomainError } from '#contracts';
import type { Hashes } from './hashes.js';
import { type LeftOut, listFiles, type LocalFile } from './list-files.js';
import { type HashedFile, planSync, type SyncPlan } from './plan-sync.js';

/** What is to be synced, and how. */
export interface SyncOptions {
  folder: string;
  collection: string;
  /** Stands before every name, so that several folders share a collection. */
  prefix: string;
  /** Names this folder among all that are synced; see `sync_source`. */
  source: string;
  /** Removes the folder's documents whose files are gone. */
  delete: boolean;
  /** Removes them even when no file is left at all. */
  force: boolean;
  /** Only says what would be done. */
  dryRun: boolean;
  /** Files changed less than so many milliseconds ago wait for the next time. */
  settleMs: number;
}

/** Something that could not be done, with the remedy. */
interface SyncFailure {
  name: string;
  code: string;
  message: string;
}

/** What became of a sync. */
export interface SyncReport {
  uploaded: { name: string; id: string | null }[];
  unchanged: number;
  deleted: string[];
  /** Documents whose files are gone, and which stay as deletion was not asked for. */
  gone: string[];
  leftOut: LeftOut[];
  failures: SyncFailure[];
  /** The folder's documents that Kotae has and could not read. */
  unreadable: SyncFailure[];
  /** Files that were just being written. */
  later: number;
}

/** Called as bytes arrive: how many of all that are to be sent. */
export type OnProgress = (done: number, total: number) => void;

/** Uploads at a time: enough to hide the way there and back, few enough to leave the service to others. */
const AT_ONCE = 4;
/** Codes after which every other file would fail in the same way. */
const HOPELESS = new Set([
  'unauthenticated',
  'forbidden',
  'collection_not_found',
  'unreachable',
  'storage_full',
]);

/** Makes the folder's documents in a collection those of the folder, as far as they differ. */
export async function syncFolder(
  kotae: KotaeClient,
  options: SyncOptions,
  hashes: Hashes,
  signal: AbortSignal,
  onProgress: OnProgress = () => {},
): Promise<SyncReport> {
  const { files, leftOut } = await listFiles(options.folder, options);
  const documents: Document[] = [];
  for await (const document of kotae.documents.all(options.collection, { limit: 200 }, signal)) {
    documents.push(document);
  }
  const report: SyncReport = {
    uploaded: [],
    unchanged: 0,
    deleted: [],
    gone: [],
    leftOut,
    failures: [],
    unreadable: [],
    later: 0,
  };
  const hashed = await hashAll(files, hashes, report, signal);
  const plan = planSync(hashed, documents, leftOut, options.source);
  refuseToEmpty(plan, files, options);
  Object.assign(report, describe(plan));
  report.failures.push(...plan.conflicts.map(({ name, sync_source: owner }) => conflict(name, owner)));
  if (options.dryRun) {
    report.uploaded = plan.upload.map(({ file }) => ({ name: file.name, id: null }));
    if (options.delete) report.deleted = plan.remove.map(({ name }) => name);
    else report.gone = plan.remove.map(({ name }) => name);
    return report;
  }
  await uploadAll(kotae, plan.upload, options, hashes, report, signal, onProgress);
  for (const { id } of plan.claim) {
    await kotae.documents.change(id, { sync_source: options.source }, signal);
  }
  if (options.delete) await removeAll(kotae, plan, report, signal);
  else report.gone = plan.remove.map(({ name }) => name);
  return report;
}

async function hashAll(
  files: LocalFile[],
  hashes: Hashes,
  report: SyncReport,
  signal: AbortSignal,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const file of files) {
    try {
      hashed.push({ file, sha256: file.fresh ? null : await hashes.of(file, signal) });
    } catch (error) {
      signal.throwIfAborted();
      // Its document stays: the file is there, only not for us.
      report.leftOut.push({ name: file.name, reason: 'unreadable' });
      report.failures.push(failureOf(file.name, error));
    }
  }
  return hashed;
}

/** A disk that is not mounted looks like an empty folder. @throws DomainError `conflict` */
function refuseToEmpty(plan: SyncPlan, files: LocalFile[], options: SyncOptions): void {
  if (!options.delete || options.force || files.length > 0 || plan.remove.length === 0) return;
  throw new DomainError(
    'conflict',
    `${options.folder} holds no file, and all ${plan.remove.length} documents of it would be deleted. ` +
      'Is the disk mounted? Say --force if they are to go.',
  );
}

function describe(plan: SyncPlan): Partial<SyncReport> {
  const kept = [...plan.unchanged, ...plan.claim];
  return {
    unchanged: kept.length,
    later: plan.later.length,
    unreadable: kept.flatMap(({ name, error }) => (error ? [{ name, ...error }] : [])),
  };
}

async function uploadAll(
  kotae: KotaeClient,
  uploads: SyncPlan['upload'],
  options: SyncOptions,
  hashes: Hashes,
  report: SyncReport,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  const waiting = [...uploads];
  const total = uploads.reduce((sum, { file }) => sum + file.size, 0);
  let done = 0;
  let hopeless: unknown = null;
  onProgress(0, total);
  /** Counts what has been sent of one file, which starts over when it is sent again. */
  const counter = (): ((sent: number) => void) => {
    let counted = 0;
    return (sent) => {
      done += sent - counted;
      counted = sent;
      onProgress(Math.min(done, total), total);
    };
  };
  const next = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined && hopeless === null; item = waiting.shift()) {
      const count = counter();
      try {
        const { name, id } = await uploadWhole(kotae, item, options, hashes, signal, count);
        report.uploaded.push({ name, id });
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof KotaeError && HOPELESS.has(error.code)) hopeless ??= error;
        report.failures.push(failureOf(item.file.name, error));
      }
      count(item.file.size);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (hopeless === null) return;
  const { code, message } = failureOf('', hopeless);
  report.failures.push(...waiting.map(({ file }) => ({ name: file.name, code, message })));
}

/** How often a file that changes while it is sent is sent again. */
const ATTEMPTS = 3;

async function uploadWhole(
  kotae: KotaeClient,
  { file, sha256 }: SyncPlan['upload'][number],
  { collection, source }: SyncOptions,
  hashes: Hashes,
  signal: AbortSignal,
  count: (sent: number) => void,
): Promise<Document> {
  for (let attempt = 1; ; attempt++) {
    const upload = kotae.documents.put(collection, file.name, await openAsBlob(file.path), {
      ...file.metadata,
      sync_source: source,
      signal,
      onProgress: ({ sent }) => count(sent),
    });
    const document = await upload.catch(unlessChanged);
    const wanted = attempt === 1 ? sha256 : await hashes.of({ ...file, stamp: `again ${attempt}` }, signal);
    if (document?.sha256 === wanted) return document;
    if (attempt === ATTEMPTS) {
      throw new DomainError('conflict', 'It changes all the time; it is sent again next time.');
    }
  }
}

/** Null for a file that was changed under the upload's hands. */
function unlessChanged(error: unknown): null {
  if ((error as { name?: string }).name === 'NotReadableError') return null;
  throw error;
}

async function removeAll(
  kotae: KotaeClient,
  plan: SyncPlan,
  report: SyncReport,
  signal: AbortSignal,
): Promise<void> {
  for (const { id, name } of plan.remove) {
    try {
      await kotae.documents.delete(id, signal);
      report.deleted.push(name);
    } catch (error) {
      signal.throwIfAborted();
      // Somebody was faster.
      if (error instanceof KotaeError && error.code === 'document_not_found') report.deleted.push(name);
      else report.failures.push(failureOf(name, error));
    }
  }
}

function conflict(name: string, owner: string | null | undefined): SyncFailure {
  const message = `It belongs to the synced folder ${owner}. Sync into another collection, or with a --prefix.`;
  return { name, code: 'conflict', message };
}

function failureOf(name: string, error: unknown): SyncFailure {
  if (error instanceof KotaeError || error instanceof DomainError) {
    return { name, code: error.code, message: error.message };
  }
  const { code = 'internal_error', message } = error as NodeJS.ErrnoException;
  return { name, code, message };
}
