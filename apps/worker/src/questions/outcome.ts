import type { Citation, ModelView, Source, TokenUse, Usage } from '#contracts';
import type { FinishedAnswer, QuestionEntity } from '#database';
import type { Generation } from '#llm';
import type { AnswerClock } from './answer-clock.js';
import { inert } from './inert-text.js';
import type { UnderstoodQuestion } from './understand-question.js';

/** A question on its way to its answer. */
export interface Answering {
  question: QuestionEntity;
  /** What it means inside its conversation. */
  asked: UnderstoodQuestion;
  clock: AnswerClock;
}

/** The end of a question, as it is saved. */
export function outcome(
  { asked, clock }: Answering,
  of: {
    status: 'answered' | 'not_in_documents';
    text: string;
    citations?: Citation[];
    sources: Source[];
    generation: Generation | null;
    model?: ModelView;
  },
): FinishedAnswer {
  return {
    status: of.status,
    standaloneQuestion: asked.standalone,
    answer: inert(of.text),
    citations: of.citations ?? [],
    sources: of.sources,
    stopReason: of.generation?.stopReason ?? null,
    usage: usageOf(asked.usage, of.generation?.usage ?? null),
    timings: clock.read(of.generation),
    model: of.generation?.model ?? of.model ?? null,
    error: null,
  };
}

/** Tokens of all that the model did; null when it was not asked at all. */
function usageOf(condense: TokenUse | null, answer: TokenUse | null): Usage | null {
  if (condense === null) return answer;
  return {
    prompt_tokens: condense.prompt_tokens + (answer?.prompt_tokens ?? 0),
    reused_tokens: condense.reused_tokens + (answer?.reused_tokens ?? 0),
    completion_tokens: condense.completion_tokens + (answer?.completion_tokens ?? 0),
    condense,
  };
}
