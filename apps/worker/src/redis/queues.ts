import { Logger } from '@nestjs/common';
import { QUEUE_PREFIX } from '#contracts';
import { Queue, type ConnectionOptions } from 'bullmq';

/** BullMQ queues of this process, and the connection settings of its workers. */
export class Queues {
  private readonly log = new Logger('queues');
  private readonly open = new Map<string, Queue>();

  constructor(private readonly url: string) {}

  /** For workers: wait for Redis as long as it takes. */
  get workerConnection(): ConnectionOptions {
    return { url: this.url, maxRetriesPerRequest: null };
  }

  /** For adding jobs: fail at once when Redis is away; the reconciler adds them later. */
  get(name: string): Queue {
    const existing = this.open.get(name);
    if (existing) return existing;
    const queue = new Queue(name, {
      connection: { url: this.url, maxRetriesPerRequest: 1, enableOfflineQueue: false },
      prefix: QUEUE_PREFIX,
    });
    queue.on('error', (error) => this.log.warn(`${name}: ${error.message}`));
    this.open.set(name, queue);
    return queue;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.open.values()].map((queue) => queue.close()));
  }
}
