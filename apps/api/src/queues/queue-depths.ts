import { QUEUE_PREFIX } from '#contracts';
import type { Redis } from 'ioredis';

/** Running jobs of one queue that are looked at; there are never so many. */
const MOST_RUNNING = 1000;

/** How many jobs of a queue wait, are put off (a retry, or a preferred worker), run, and run without a sign of life. */
export interface QueueDepth {
  queue: string;
  queued: number;
  delayed: number;
  running: number;
  /** Their worker has let the lock expire: it died or hangs. They go to another one within seconds. */
  stalled: number;
}

/** Reads the depths of queues from BullMQ's keys, in two round trips. */
export async function queueDepths(redis: Redis, names: string[]): Promise<QueueDepth[]> {
  const depths = await Promise.all(
    names.map(async (queue) => {
      const key = (part: string): string => `${QUEUE_PREFIX}:${queue}:${part}`;
      const [waiting, prioritized, delayed, active] = await Promise.all([
        redis.llen(key('wait')),
        redis.zcard(key('prioritized')),
        redis.zcard(key('delayed')),
        redis.lrange(key('active'), 0, MOST_RUNNING - 1),
      ]);
      const locks = await Promise.all(active.map((id) => redis.exists(key(`${id}:lock`))));
      const stalled = locks.filter((locked) => locked === 0).length;
      return { queue, queued: waiting + prioritized, delayed, running: active.length - stalled, stalled };
    }),
  );
  return depths;
}
