import { once } from 'node:events';
import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { watch } from 'chokidar';
import { KotaeError } from '#client';
import { DomainError } from '#contracts';
import type { Terminal } from '../command/terminal.js';
import { IGNORE_FILE, readIgnoreRules } from './ignore-rules.js';
import type { SyncOptions, SyncReport } from './sync-folder.js';

/** Changes come in bursts; a sync begins once there was none for so long. */
const QUIET_MS = 500;
/** When to try again what failed, as no event would tell that the service is back. */
const RETRY_MS = 30_000;

/**
 * Syncs at once and then whenever something below the folder has changed, one sync after the other. Files that are still
 * being written wait until they are whole. A sync that fails is tried again.
 */
export async function watchFolder(
  { folder, settleMs }: SyncOptions,
  sync: () => Promise<SyncReport>,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<void> {
  const rules = await readIgnoreRules(folder);
  const watcher = watch(folder, {
    ignoreInitial: true,
    followSymlinks: false,
    ignored: (path, stats) => {
      const below = relative(folder, path).split(sep).join('/');
      if (below === '' || below === IGNORE_FILE) return false;
      return rules(stats?.isDirectory() ? `${below}/` : below);
    },
  });
  let changedAt = 0;
  let wake = new AbortController();
  watcher.on('all', () => {
    changedAt = performance.now();
    wake.abort();
  });
  watcher.on('error', (error) => terminal.err.write(`watching: ${String(error)}\n`));
  const ended = once(signal, 'abort');
  try {
    await Promise.race([once(watcher, 'ready'), ended]);
    while (!signal.aborted) {
      wake = new AbortController();
      const waitMs = await syncOnce(sync, settleMs, terminal, signal);
      const woken = AbortSignal.any([wake.signal, signal]);
      // An event that came during the sync has woken it already.
      if (waitMs !== null) await sleep(waitMs, undefined, { signal: woken }).catch(() => undefined);
      else if (!woken.aborted) await once(woken, 'abort');
      while (!signal.aborted && performance.now() - changedAt < QUIET_MS) {
        await sleep(QUIET_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  } finally {
    await watcher.close();
  }
}

/** Runs one sync; returns milliseconds until the next one is due even when nothing changes, or null. */
async function syncOnce(
  sync: () => Promise<SyncReport>,
  settleMs: number,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number | null> {
  try {
    const { failures, later } = await sync();
    if (later > 0) return settleMs;
    return failures.length > 0 ? RETRY_MS : null;
  } catch (error) {
    if (signal.aborted) return null;
    if (!(error instanceof DomainError || error instanceof KotaeError)) throw error;
    terminal.err.write(`${error.message}\n`);
    return RETRY_MS;
  }
}
