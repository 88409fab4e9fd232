import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

/**
 * Pauses before the further attempts, in milliseconds. Together some eight seconds, in which a Redis that restarts is
 * back; without them what was accepted meanwhile would wait for the reconciler, 30 to 45 seconds.
 */
const PAUSES_MS = [250, 500, 1000, 2000, 4000];

/**
 * Work that a request starts but does not wait for, because the row that it saved is promise enough: telling the
 * queue, mostly. It must bear being done twice. What fails is tried again a few times, then logged and left to the
 * worker's reconciler; shutdown waits for what still runs, but not for further attempts.
 */
@Injectable()
export class InBackground implements BeforeApplicationShutdown {
  private readonly log = new Logger('background');
  private readonly running = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  run(what: string, work: () => Promise<unknown>): void {
    const running = this.attempt(work).catch((error: unknown) =>
      this.log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    );
    this.running.add(running);
    void running.then(() => this.running.delete(running));
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    while (this.running.size > 0) await Promise.all(this.running);
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    const { signal } = this.stopping;
    for (const milliseconds of PAUSES_MS) {
      try {
        await work();
        return;
      } catch (error) {
        await pause(milliseconds, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) throw error;
      }
    }
    await work();
  }
}
