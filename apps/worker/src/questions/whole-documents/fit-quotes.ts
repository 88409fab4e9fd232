import type { PromptTurn } from '#llm';
import type { CitableSource } from '#retrieval';
import type { AnswerTools } from '../answer-tools.js';
import { fitHistory } from '../fit-history.js';
import type { Evidence } from '../generate-answer.js';
import type { Answering } from '../outcome.js';
import { HISTORY } from '../pack-sources.js';
import { planBudget } from '../plan-budget.js';
import type { PartialAnswer } from './ask-parts.js';
import type { QuotedPassage } from './merge-partials.js';

/**
 * The last prompt: quotes as sources, as many as fit, and what the parts said as earlier answers, which help to see
 * the whole and are no evidence.
 */
export async function fitQuotes(
  { question, asked }: Answering,
  partials: readonly PartialAnswer[],
  quoted: readonly QuotedPassage[],
  conversation: PromptTurn[],
  { generator }: Pick<AnswerTools, 'generator'>,
): Promise<Evidence & { numbered: CitableSource[] }> {
  const said = partials.flatMap(({ text }) =>
    text === null ? [] : [{ question: asked.question, answer: text }],
  );
  const content = { question: asked.question, grounded: true, sources: quoted.map(({ shown }) => shown) };
  const history = await fitHistory(
    { ...content, history: [...conversation, ...said] },
    generator,
    2 * HISTORY,
  );
  const cost = await generator.measure({ ...content, history });
  const fixed = cost.history.reduce((sum, tokens) => sum + tokens, cost.fixed);
  const available = cost.sources.reduce((sum, tokens) => sum + tokens, 0);
  const budget = planBudget(generator.info().lanes, question.options, fixed, available);
  const fitting = quoted.slice(0, countFitting(cost.sources, budget.evidence));
  return {
    numbered: fitting.map(({ n, passage }) => ({ n, passage })),
    shown: fitting.map(({ shown }) => shown),
    history,
    answerTokens: budget.answer,
  };
}

/** How many of the first costs fit together. */
function countFitting(costs: readonly number[], budget: number): number {
  let used = 0;
  const firstTooMuch = costs.findIndex((cost) => (used += cost) > budget);
  return firstTooMuch < 0 ? costs.length : firstTooMuch;
}
