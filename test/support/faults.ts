import { Queue } from 'bullmq';
import {
  ANSWER_QUARANTINE_QUEUE,
  ANSWER_QUEUE,
  INGEST_QUARANTINE_QUEUE,
  INGEST_QUEUE,
  isFinalStatus,
  QUEUE_PREFIX,
  type QuestionView,
} from '#contracts';
import type { Kotae } from './kotae.js';
import { recital } from './tiny-models.js';
import { endingsOf, query } from './transitions.js';
import { until } from './until.js';

/** How often each fault is caused: once in `npm test`, more often in `npm run test:faults`. */
export const rounds = Array.from({ length: process.env['KOTAE_FAULTS'] === 'long' ? 8 : 1 }, (_, i) => i + 1);

/** An answer long enough to be interrupted; the tiny model gives it to every question. */
export const LONG_ANSWER = recital(700);

/** A question that takes the model some seconds: no documents, the whole long answer. */
export const longQuestion = (
  question: string,
): { question: string; grounded: false; max_tokens: number } => ({
  question,
  grounded: false,
  max_tokens: 4000,
});

/** Each question was answered in full, and ended that one time. */
export async function expectWholeAnswers(kotae: Kotae, ids: string[]): Promise<QuestionView[]> {
  const questions = await Promise.all(ids.map((id) => kotae.client.final(id)));
  for (const { id, status, answer, error } of questions) {
    expect({ status, error }).toEqual({ status: 'answered', error: null });
    expect(answer).toBe(LONG_ANSWER);
    expect(await endingsOf(kotae.databaseUrl, id)).toEqual(['answered']);
  }
  return questions;
}

/** Whatever was accepted has ended, and no job is left that somebody could still take. */
export async function expectNothingLeft(kotae: Kotae): Promise<void> {
  const rows = await query<{ status: QuestionView['status'] }>(
    kotae.databaseUrl,
    'select status from questions',
  );
  expect(rows.filter(({ status }) => !isFinalStatus(status))).toEqual([]);
  await until('empty queues', async () => (await countJobs(kotae)) === 0, { timeoutMs: 20_000 });
}

async function countJobs(kotae: Kotae): Promise<number> {
  let jobs = 0;
  for (const name of [ANSWER_QUEUE, ANSWER_QUARANTINE_QUEUE, INGEST_QUEUE, INGEST_QUARANTINE_QUEUE]) {
    const queue = new Queue(name, { connection: { url: kotae.redis.url }, prefix: QUEUE_PREFIX });
    const counts = await queue.getJobCounts();
    jobs += Object.values(counts).reduce((sum, count) => sum + count, 0);
    await queue.close();
  }
  return jobs;
}
