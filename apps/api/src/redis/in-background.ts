import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';

/**
 * Work that a request starts but does not wait for, because the row that it saved is promise enough: telling the
 * queue, mostly. What fails here is logged and left to the worker's reconciler; shutdown waits for what still runs.
 */
@Injectable()
export class InBackground implements BeforeApplicationShutdown {
  private readonly log = new Logger('background');
  private readonly running = new Set<Promise<void>>();

  run(what: string, work: () => Promise<unknown>): void {
    const running = work().then(
      () => undefined,
      (error: unknown) => this.log.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`),
    );
    this.running.add(running);
    void running.then(() => this.running.delete(running));
  }

  async beforeApplicationShutdown(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
