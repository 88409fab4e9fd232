import type { RefusalSample } from '#retrieval';
import type { EvalQuestion } from '../question-files/question.js';
import type { Progress } from '../run/progress.js';
import type { KotaeInProcess } from '../subject/kotae-in-process.js';
import type { AskOptions } from '../subject/subject.js';

/** Measures of each question the signals by which it may be refused, those of its answer only where a model answers. */
export async function takeSamples(
  questions: readonly EvalQuestion[],
  kotae: KotaeInProcess,
  options: AskOptions,
  progress: Progress,
): Promise<RefusalSample[]> {
  const tick = progress.begin('measuring', questions.length);
  const samples: RefusalSample[] = [];
  const waiting = [...questions];
  const next = async (): Promise<void> => {
    for (let each = waiting.shift(); each !== undefined; each = waiting.shift()) {
      const signals = await kotae.signals({ text: each.question, documents: null }, options);
      samples.push({ ...signals, answerable: each.answerable });
      tick(samples.length);
    }
  };
  await Promise.all(Array.from({ length: kotae.parallel }, next));
  progress.end();
  return samples;
}
