import type { Measured } from '../measure/measured.js';
import { measureQuestion, type MeasureOptions } from '../measure/measure-question.js';
import type { EvalQuestion } from '../question-files/question.js';
import type { Subject } from '../subject/subject.js';
import type { Progress } from './progress.js';
import type { ResultsFile } from './results-file.js';

/** Measures every question that has no result yet, as many at a time as the subject answers. */
export async function measureAll(
  questions: readonly EvalQuestion[],
  subject: Subject,
  options: MeasureOptions,
  { results, progress }: { results: ResultsFile; progress: Progress },
): Promise<Measured[]> {
  const waiting = [...questions.entries()].filter(([place]) => !results.measured.has(place));
  const tick = progress.begin('asking', questions.length, questions.length - waiting.length);
  const next = async (): Promise<void> => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      const [place, question] = each;
      results.add(place, await measureQuestion(question, subject, options));
      tick(results.measured.size);
    }
  };
  await Promise.all(Array.from({ length: subject.parallel }, next));
  progress.end();
  return results.inOrder();
}
