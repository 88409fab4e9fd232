import type { Citation, QuestionStatus, QuestionView, Source } from './question.js';
import type { ErrorInfo } from './domain-error.js';

/**
 * What a client sees while an answer is made (Server-Sent Events; the event's name is `type`).
 *
 * Deltas are idempotent: a client keeps `answer = answer.slice(0, offset) + text` and is right after a reconnection,
 * a repeated event, and an attempt that starts over (its first delta has offset 0). `done` carries the authoritative
 * question; everything before it is provisional.
 */
export type AnswerEvent =
  | { type: 'status'; data: { status: QuestionStatus; attempt: number } }
  | { type: 'sources'; data: { sources: Source[] } }
  /** Parts of the documents that have been read, of how many. */
  | { type: 'progress'; data: { done: number; total: number } }
  | { type: 'delta'; data: { offset: number; text: string } }
  | { type: 'citation'; data: Citation }
  | { type: 'done'; data: QuestionView }
  | { type: 'error'; data: ErrorInfo };

/** Events that a worker writes to the answer's Redis Stream; `done` is written without its body (the row has it). */
export type StreamedEvent = Exclude<AnswerEvent, { type: 'done' | 'error' }> | { type: 'final' };
