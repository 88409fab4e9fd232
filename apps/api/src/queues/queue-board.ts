import { EMBED_QUEUE, QUEUE_PREFIX, SEARCH_QUEUE } from '#contracts';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { RedisConnections } from '../redis/redis-connections.js';
import { WorkerStatuses } from '../workers/worker-statuses.js';
import { queueNames } from './queue-names.js';
import type { QueueCounts } from './queues.openapi.js';

/** Where the board is. */
export const BOARD_PATH = '/queues';

/** Bull Board over all queues, to look at. */
@Injectable()
export class QueueBoard implements OnApplicationShutdown {
  readonly handler: RequestHandler;
  private readonly queues = new Map<string, Queue>();
  private readonly board: ReturnType<typeof createBullBoard>;

  constructor(
    private readonly redis: RedisConnections,
    private readonly workers: WorkerStatuses,
  ) {
    const serverAdapter = new ExpressAdapter();
    serverAdapter.setBasePath(BOARD_PATH);
    this.board = createBullBoard({
      queues: [],
      serverAdapter,
      options: {
        uiConfig: { boardTitle: 'Kotae', boardLogo: { path: '' }, hideRedisDetails: true },
      },
    });
    const look: RequestHandler = async (_, __, next) => {
      await this.lookAgain();
      next();
    };
    this.handler = express
      .Router()
      .use(atItsOwnBase, withoutForeignLinks, look, serverAdapter.getRouter() as RequestHandler);
  }

  /** How many jobs each queue holds now. */
  async counts(): Promise<QueueCounts[]> {
    return Promise.all(
      (await this.current()).map(async (queue) => {
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
    await Promise.allSettled([...this.queues.values()].map((queue) => queue.close()));
  }

  /** Models come and go with their workers, and their queues with them. */
  private async lookAgain(): Promise<void> {
    this.board.replaceQueues((await this.current()).map(readOnly));
  }

  private async current(): Promise<Queue[]> {
    const names = await queueNames(this.redis.commands, await this.workers.alive());
    return names.map((name) => this.queues.get(name) ?? this.open(name));
  }

  private open(name: string): Queue {
    const queue = new Queue(name, { connection: this.redis.commands, prefix: QUEUE_PREFIX });
    queue.on('error', () => undefined);
    this.queues.set(name, queue);
    return queue;
  }
}

function readOnly(queue: Queue): BullMQAdapter {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true });
  if (queue.name === SEARCH_QUEUE || queue.name === EMBED_QUEUE) {
    // The jobs that carry more than ids: what somebody searched for or had embedded is theirs.
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
