import type { Server } from 'node:http';
import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { CONFIG, type ApiConfig } from '../config.js';
import { OpenWork } from './open-work.js';

/**
 * Stops in the order that loses nothing: first no new connections, so that a client whose stream ends reconnects
 * elsewhere; then streams and waits end; then running requests get time to finish.
 */
@Injectable()
export class GracefulStop implements BeforeApplicationShutdown {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly openWork: OpenWork,
    @Inject(CONFIG) private readonly config: ApiConfig,
  ) {}

  async beforeApplicationShutdown(): Promise<void> {
    const server = this.host.httpAdapter.getHttpServer() as Server;
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    this.openWork.endAll();
    // A keep-alive connection that was busy a moment ago becomes idle later; it need not be waited for.
    const sweep = setInterval(() => server.closeIdleConnections(), 100);
    const cut = setTimeout(() => server.closeAllConnections(), this.config.timings.drain);
    await closed;
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
