import { createHash } from 'node:crypto';
import type { EvalQuestion } from './question.js';

/**
 * At most `limit` of the questions, the same ones for the same seed, in the file's order. A question's chance does not
 * depend on the others, so that a larger sample contains the smaller one.
 */
export function sample(questions: readonly EvalQuestion[], limit: number, seed: number): EvalQuestion[] {
  if (questions.length <= limit) return [...questions];
  const drawn = questions
    .map((question, index) => ({ index, lot: lotOf(`${seed}:${question.id}:${question.question}`) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, limit);
  return drawn.sort((a, b) => a.index - b.index).map(({ index }) => questions[index]!);
}

function lotOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
