import {
  ANSWER_QUARANTINE_QUEUE,
  ANSWER_QUEUE,
  answerQueues,
  CATALOGUE_QUEUE,
  EMBED_QUEUE,
  INGEST_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  PULL_QUEUE,
  QUEUE_PREFIX,
  SEARCH_QUEUE,
  type WorkerStatus,
} from '#contracts';
import type { Redis } from 'ioredis';
import { queueDepths } from './queue-depths.js';

/** Queues that are always there, the ones for work that has crashed a worker too. */
const ALWAYS = [
  ANSWER_QUEUE,
  ANSWER_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  INGEST_QUARANTINE_QUEUE,
  SEARCH_QUEUE,
  EMBED_QUEUE,
  CATALOGUE_QUEUE,
  PULL_QUEUE,
];

/**
 * Every queue that jobs may be in: those that are always there, those of the models that workers have, and those in
 * which questions wait for a model that no living worker has.
 */
export async function queueNames(redis: Redis, workers: readonly WorkerStatus[]): Promise<string[]> {
  const models = new Set(workers.flatMap(({ generators }) => generators.map(({ id }) => id)));
  const ofModels = [...models].flatMap((model) => Object.values(answerQueues(model)) as string[]);
  const served = new Set([...ALWAYS, ...ofModels]);
  const deserted = (await everNamed(redis)).filter((name) => !served.has(name)).sort();
  const depths = await queueDepths(redis, deserted);
  const withJobs = depths.filter(
    ({ queued, delayed, running, stalled }) => queued + delayed + running + stalled,
  );
  return [...served, ...withJobs.map(({ queue }) => queue)];
}

/** The queues of all models that a question has ever named, by the key that BullMQ keeps of each queue. */
async function everNamed(redis: Redis): Promise<string[]> {
  const found = new Set<string>();
  const [start, end] = [`${QUEUE_PREFIX}:`, ':meta'];
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${start}${ANSWER_QUEUE}*@*${end}`, 'COUNT', 1000);
    for (const key of keys) found.add(key.slice(start.length, -end.length));
    cursor = next;
  } while (cursor !== '0');
  return [...found];
}
