import {
  ANSWER_QUARANTINE_QUEUE,
  ANSWER_QUEUE,
  INGEST_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  PULL_QUEUE,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
} from '#contracts';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { RedisConnections } from '../redis/redis-connections.js';
import type { QueueCounts } from './queues.openapi.js';

/** Where the board is. */
export const BOARD_PATH = '/queues';

/** Every queue, the ones for work that has crashed a worker too. */
const QUEUES = [
  ANSWER_QUEUE,
  ANSWER_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  INGEST_QUARANTINE_QUEUE,
  SEARCH_QUEUE,
  PULL_QUEUE,
];

/** Bull Board over all queues, to look at. */
@Injectable()
export class QueueBoard implements OnApplicationShutdown {
  readonly handler: RequestHandler;
  private readonly queues: Queue[];

  constructor({ commands }: RedisConnections) {
    this.queues = QUEUES.map((name) => new Queue(name, { connection: commands, prefix: QUEUE_PREFIX }));
    for (const queue of this.queues) queue.on('error', () => undefined);
    const serverAdapter = new ExpressAdapter();
    serverAdapter.setBasePath(BOARD_PATH);
    createBullBoard({
      queues: this.queues.map(readOnly),
      serverAdapter,
      options: {
        uiConfig: { boardTitle: 'Kotae', boardLogo: { path: '' }, hideRedisDetails: true },
      },
    });
    this.handler = express
      .Router()
      .use(atItsOwnBase, withoutForeignLinks, serverAdapter.getRouter() as RequestHandler);
  }

  /** How many jobs each queue holds now. */
  counts(): Promise<QueueCounts[]> {
    return Promise.all(
      this.queues.map(async (queue) => {
        const {
          active = 0,
          wait = 0,
          prioritized = 0,
          delayed = 0,
        } = await queue.getJobCounts('active', 'wait', 'prioritized', 'delayed');
        return { name: queue.name, running: active, waiting: wait + prioritized, delayed };
      }),
    );
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.queues.map((queue) => queue.close()));
  }
}

function readOnly(queue: Queue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true });
  if (queue.name === SEARCH_QUEUE) {
    // The one job that carries more than an id: what somebody searched for is theirs.
    adapter.setFormatter('data', ({ k, minSeq }: Record<string, unknown>) => ({ k, minSeq }));
    adapter.setFormatter('returnValue', () => '');
  }
  return adapter;
}

/** Bull Board's page names its own base address, which all others here may not. */
function atItsOwnBase(_: Request, response: Response, next: NextFunction): void {
  const policy = String(response.getHeader('Content-Security-Policy'));
  response.setHeader('Content-Security-Policy', policy.replace("base-uri 'none'", "base-uri 'self'"));
  next();
}

/** Bull Board's page asks Google for its fonts; here it does without. */
function withoutForeignLinks(_: Request, response: Response, next: NextFunction): void {
  const render = response.render.bind(response) as (view: string, values: object, done: Done) => void;
  response.render = (view: string, values?: object | Done) =>
    render(view, values as object, (error, html) => {
      if (error) next(error);
      else response.send(html.replaceAll(/<link [^>]*href="https?:[^>]*>/g, ''));
    });
  next();
}

type Done = (error: Error | null, html: string) => void;
