import { existsSync, readFileSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineOf, startTimeOf } from '../process/identity.mjs';
import { stopByIdentity } from '../process/stop.mjs';

/**
 * Ends a PostgreSQL that an earlier run left on a cluster. Its own processes may outlive a server that was killed, and
 * must be gone before another one writes to the same files.
 *
 * @param {string} cluster
 * @param {NodeJS.Signals} stopSignal
 */
export async function stopOrphan(cluster, stopSignal) {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  if (commandLineOf(pid)?.includes(cluster)) await stop(pid, stopSignal, 30_000);
  for (const backend of processesIn(cluster)) await stop(backend, 'SIGQUIT', 5000);
  // With its PID now somebody else's, PostgreSQL would take the file for a server that runs, and refuse to start.
  if (startTimeOf(pid) !== undefined) rmSync(pidFile, { force: true });
}

/** @param {number} pid @param {NodeJS.Signals} signal @param {number} graceMs */
async function stop(pid, signal, graceMs) {
  const started = startTimeOf(pid);
  if (started !== undefined) await stopByIdentity({ pid, started }, signal, graceMs);
}

/** PIDs of the processes whose working folder this is, as it is that of all of a server's. @param {string} folder */
function processesIn(folder) {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === folder;
      } catch {
        return false;
      }
    })
    .map(Number);
}
