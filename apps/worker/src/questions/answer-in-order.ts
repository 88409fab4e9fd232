import type { Fallback } from '#contracts';
import type { FinishedAnswer, QuestionEntity } from '#database';
import { GeneratorUnavailableError } from '#llm';
import type { Generators } from '../models/generators.js';
import { answerQuestion } from './answer-question.js';
import type { AnswerStream } from './answer-stream.js';
import type { AnswerTools } from './answer-tools.js';

/** What {@link answerInOrder} needs beside what each answer does. */
export interface OrderedTools extends Omit<AnswerTools, 'generator' | 'stream'> {
  generators: Pick<Generators, 'for' | 'missing'>;
  stream: Pick<AnswerStream, 'event' | 'text' | 'startOver'>;
}

/**
 * Answers by the first generator that is available. One that turns out not to be, before or in the middle of its answer,
 * is passed over: the next one starts from the beginning, because its context may hold other sources, and no answer is
 * ever made by two. The answer says whom its generator stands in for.
 *
 * @throws GeneratorUnavailableError of the last one, when none is available
 */
export async function answerInOrder(question: QuestionEntity, tools: OrderedTools): Promise<FinishedAnswer> {
  const { generators, stream } = tools;
  const { model } = question.options;
  const order = generators.for(model);
  let fallback = model === undefined ? generators.missing : null;
  for (const [place, generator] of order.entries()) {
    try {
      return standingIn(await answerQuestion(question, { ...tools, generator }), fallback);
    } catch (error) {
      if (!(error instanceof GeneratorUnavailableError) || place === order.length - 1) throw error;
      fallback ??= { from: generator.info().model.id, reason: error.reason };
      stream.startOver();
    }
  }
  throw new Error('there is at least one generator');
}

function standingIn(finished: FinishedAnswer, fallback: Fallback | null): FinishedAnswer {
  if (fallback === null || finished.model === null) return finished;
  // Its note says that no model is installed, which is not why it answers here.
  const { note: _, ...model } = finished.model;
  return { ...finished, model: { ...model, fallback } };
}
