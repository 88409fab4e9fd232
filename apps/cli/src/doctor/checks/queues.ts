import { QUEUE_PREFIX } from '#contracts';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { z } from 'zod';
import type { Check, Finding, Patient } from '../finding.js';

const TIMEOUT_MS = 3000;
const idSchema = z.uuid();
/** States in which a job still wants something. Active ones are a worker's, which finds out by itself. */
const WAITING = ['waiting', 'delayed', 'prioritized', 'failed'] as const;

/** Redis holds nothing that is not in the database: it may be away, and what it has too much is removed. */
export const queues: Check = {
  name: 'queues',
  async *look({ installation, drift }) {
    if (installation.redisUrl === undefined) return;
    const redis = new Redis(installation.redisUrl, {
      lazyConnect: true,
      connectTimeout: TIMEOUT_MS,
      commandTimeout: TIMEOUT_MS,
      maxRetriesPerRequest: 0,
      retryStrategy: () => null,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      yield* compare(await namesOf(redis), installation.redisUrl, drift);
    } catch (error) {
      yield {
        severity: 'error',
        what: `Redis does not answer: ${error instanceof Error ? error.message : String(error)}.`,
        remedy: 'Start it, or correct REDIS_URL. Nothing is lost: its jobs are made from the database.',
      };
    } finally {
      redis.disconnect();
    }
  },
};

/** Names of the queues that there are; those of single models are made as needed. */
async function namesOf(redis: Redis): Promise<string[]> {
  const names: string[] = [];
  for (let cursor = '0'; ;) {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${QUEUE_PREFIX}:*:meta`, 'COUNT', 1000);
    names.push(...keys.map((key) => key.slice(QUEUE_PREFIX.length + 1, -':meta'.length)));
    if (next === '0') return [...new Set(names)];
    cursor = next;
  }
}

async function* compare(names: string[], url: string, drift: Patient['drift']): AsyncGenerator<Finding> {
  const waiting = new Set(await drift.openRows());
  for (const name of names.filter((queue) => /^(?:answer|ingest)/.test(queue))) {
    const queue = new Queue(name, { connection: { url, maxRetriesPerRequest: 1 }, prefix: QUEUE_PREFIX });
    queue.on('error', () => undefined);
    try {
      const jobs = await queue.getJobs([...WAITING]);
      const ids = jobs.flatMap(({ id }) => (idSchema.safeParse(id).success ? [String(id)] : []));
      const open = await drift.openAmong(ids);
      for (const id of await activeIds(queue)) waiting.delete(id);
      for (const id of ids) {
        waiting.delete(id);
        if (!open.has(id)) yield needless(name, id, url);
      }
    } finally {
      await queue.close();
    }
  }
  if (waiting.size === 0) return;
  yield {
    severity: 'info',
    what: `${waiting.size} documents or questions are open and in no queue.`,
    remedy: 'A worker queues them within a minute of running; see its log if they stay.',
  };
}

function needless(name: string, id: string, url: string): Finding {
  return {
    severity: 'warning',
    what: `The queue ${name} holds a job for ${id}, which is not open.`,
    remedy: 'Repairing removes the job.',
    repair: async () => {
      const queue = new Queue(name, { connection: { url }, prefix: QUEUE_PREFIX });
      try {
        await queue.remove(id);
      } finally {
        await queue.close();
      }
    },
  };
}

async function activeIds(queue: Queue): Promise<string[]> {
  return (await queue.getJobs(['active'])).flatMap(({ id }) => id ?? []);
}
