import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AnswerOptions } from './question.js';

/** Seconds for which a worker's word that it holds something is believed. */
export const HELD_TTL = 600;

/** What a question's prompt is expected to begin like: earlier turns of its conversation, or the same chosen documents. */
export interface Lineage {
  conversationId: string | null;
  collectionId: string | null;
  options: Pick<AnswerOptions, 'filter' | 'model'>;
}

/**
 * Names what a worker may hold from an earlier question that shares the beginning of its prompt with this one; null for
 * a question of which nobody can tell before it has been searched for.
 */
export function lineageOf({ conversationId, collectionId, options }: Lineage): string | null {
  if (conversationId !== null) return hash(['conversation', conversationId, options.model]);
  if (options.filter === undefined) return null;
  return hash(['filter', collectionId, options.filter, options.model]);
}

/** Redis key that says which worker holds a lineage: its value is the worker's id. */
export const heldKey = (lineage: string): string => `kotae:held:${lineage}`;

/** Pub/sub channel on which a worker is offered questions before others; messages: {@link offerSchema}. */
export const offerChannel = (workerId: string): string => `kotae:offer:${workerId}`;

/** A question that waits, delayed, in a queue, for the worker that may take it first. */
export const offerSchema = z.strictObject({ questionId: z.uuid(), queue: z.string() });
export type Offer = z.infer<typeof offerSchema>;

function hash(parts: unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
