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
  { question, asked, clock }: Answering,
  of: {
    status: 'answered' | 'not_in_documents';
    text: string;
    citations?: Citation[];
    sources: Source[];
    generation: Generation | null;
    /** What reading documents in parts took. */
    read?: Usage['read'];
    model?: ModelView;
  },
): FinishedAnswer {
  return {
    status: of.status,
    standaloneQuestion: asked.standalone === null ? null : inert(asked.standalone),
    answer: isModelsOwn(question) ? of.text : inert(of.text),
    citations: of.citations ?? [],
    sources: of.sources,
    stopReason: of.generation?.stopReason ?? null,
    usage: usageOf(of.generation?.usage ?? null, asked.usage, of.read),
    timings: clock.read(of.generation),
    model: of.generation?.model ?? of.model ?? null,
    error: null,
  };
}

/** Whether no document has a say in the text: in a chat with the model alone, markup may be what was asked for. */
export function isModelsOwn({ chat, options }: Pick<QuestionEntity, 'chat' | 'options'>): boolean {
  return chat !== null && !options.grounded;
}

/** Tokens of all that the model did; null when it was not asked at all. */
function usageOf(answer: TokenUse | null, condense: TokenUse | null, read: Usage['read']): Usage | null {
  const runs = [answer, condense, read ?? null].filter((run) => run !== null);
  if (runs.length === 0) return null;
  return { ...sumOf(runs), ...(condense && { condense }), ...(read && { read }) };
}

/** Tokens of several runs together. */
export function sumOf(runs: readonly TokenUse[]): TokenUse {
  const sum = (count: (run: TokenUse) => number): number =>
    runs.reduce((total, run) => total + count(run), 0);
  return {
    prompt_tokens: sum((run) => run.prompt_tokens),
    reused_tokens: sum((run) => run.reused_tokens),
    completion_tokens: sum((run) => run.completion_tokens),
    ...(runs.some((run) => run.estimated) && { estimated: true as const }),
  };
}
