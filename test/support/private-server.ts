import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopChild } from '../../scripts/process/stop.mjs';
import { endWatch } from '../../scripts/services/wait-until-ready.mjs';

/** A database server of one spec's own, which it may kill, and which keeps its address and its data. */
export interface PrivateServer {
  url: string;
  port: number;
  /** Ends the process as a power cut would (SIGKILL); the data on disk stays. */
  kill(): Promise<void>;
  /** Ends the process in good order; the data stays. */
  shutDown(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
  /** Ends the process and removes its data. */
  stop(): Promise<void>;
}

interface Prepared {
  url: string;
  port: number;
  launch(): ChildProcess;
  ready(hasFailed: () => boolean): Promise<void>;
}

/** Runs a prepared server; `dir` is removed at the end. */
export async function runServer(
  dir: string,
  stopSignal: NodeJS.Signals,
  prepared: Prepared,
): Promise<PrivateServer> {
  let child = await launch(prepared);
  const end = (signal: NodeJS.Signals): Promise<void> => stopChild(child, signal, 10_000);
  return {
    url: prepared.url,
    port: prepared.port,
    kill: () => end('SIGKILL'),
    shutDown: () => end(stopSignal),
    async restart() {
      await end(stopSignal);
      child = await launch(prepared);
    },
    async stop() {
      await end('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the server and waits until it answers. After a kill, PostgreSQL refuses to start until the last process of the
 * dead server has noticed, so some attempts may fail.
 */
async function launch(prepared: Prepared, attempts = 20): Promise<ChildProcess> {
  const child = prepared.launch();
  // A spec that fails before it stops its server must not keep Jest from ending; its process group ends with it.
  child.unref();
  try {
    await prepared.ready(endWatch(child));
    return child;
  } catch (error) {
    if (attempts === 1) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    return launch(prepared, attempts - 1);
  }
}

/** A new folder that the server's user can enter. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'server-'));
  chmodSync(dir, 0o711);
  return dir;
}
