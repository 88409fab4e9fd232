import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTimeOf } from './identity.mjs';
import { stopByIdentity } from './stop.mjs';

/**
 * A folder with one small file per process that we started. After a kill -9 of the parent the files remain, and the
 * next run finds through them what was left running.
 *
 * @param {string} folder
 */
export function processRecords(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const fileOf = (name) => join(folder, `${name}.json`);
  return {
    /** Notes a child, from its start to its end. @param {string} name @param {import('node:child_process').ChildProcess} child */
    track(name, child) {
      const { pid } = child;
      if (pid === undefined) return;
      const record = JSON.stringify({ pid, started: startTimeOf(pid) ?? 'gone' });
      writeFileSync(fileOf(name), record, { mode: 0o644 });
      child.once('exit', () => {
        if (readOr(fileOf(name)) === record) rmSync(fileOf(name), { force: true });
      });
    },

    /**
     * Stops what an earlier run left behind, in the given order of names; `worker` means `worker-0` and so on as well.
     *
     * @param {{ name: string, signal: NodeJS.Signals }[]} order
     * @returns {Promise<string[]>} the names of what had to be stopped
     */
    async stopLeftovers(order) {
      const stopped = [];
      for (const { name: wanted, signal } of order) {
        for (const name of this.names().filter((recorded) => recorded.replace(/-\d+$/, '') === wanted)) {
          const text = readOr(fileOf(name));
          if (text !== undefined && (await stopByIdentity(JSON.parse(text), signal))) stopped.push(name);
          rmSync(fileOf(name), { force: true });
        }
      }
      return stopped;
    },

    /** Names of all recorded processes. */
    names() {
      return readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .map((file) => file.slice(0, -'.json'.length));
    },
  };
}

/** @param {string} file */
function readOr(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
