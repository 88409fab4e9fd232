import type { AnswerOptions, Passage } from '#contracts';
import type { Generator, PromptSource } from '#llm';
import { packContext } from '#retrieval';
import { toSource, type Candidate } from '../search/found.js';
import type { Grounds } from './conclude-answer.js';
import type { Evidence } from './generate-answer.js';
import { fitHistory } from './fit-history.js';
import { planBudget } from './plan-budget.js';
import type { UnderstoodQuestion } from './understand-question.js';

/** Share of the best fused score below which a passage is no evidence. */
const NEAR = 0.1;

/**
 * Most tokens of earlier turns in a prompt, some four of them; the oldest are dropped first. More would take room from
 * the evidence, which alone may bear the answer.
 */
export const HISTORY = 600;

/** The evidence of one answer; `sources` is every passage that was found, in the prompt or not, with the reason. */
export type PackedSources = Evidence & Pick<Grounds, 'numbered' | 'sources'>;

/**
 * Chooses the passages that go into the prompt, by exact token count. A passage is measured at its place in the
 * ranking; in the prompt its number can only be smaller, and so never longer.
 */
export async function packSources(
  asked: Pick<UnderstoodQuestion, 'question' | 'history'>,
  options: AnswerOptions,
  candidates: Candidate[],
  generator: Generator,
): Promise<PackedSources> {
  const content = {
    question: asked.question,
    grounded: true,
    sources: candidates.map(({ passage }, place) => toPromptSource(passage, place + 1)),
    history: asked.history,
  };
  const history = await fitHistory(content, generator, HISTORY);
  const measured = await generator.measure({ ...content, history });
  const fixed = measured.history.reduce((sum, tokens) => sum + tokens, measured.fixed);
  const tokens = new Map(candidates.map(({ passage }, place) => [passage.id, measured.sources[place] ?? 0]));
  const tokensOf = ({ passage }: Candidate): number => tokens.get(passage.id) ?? 0;
  const near = candidates.filter(isNear(candidates));
  const available = near.reduce((sum, candidate) => sum + tokensOf(candidate), 0);
  const budget = planBudget(generator.info().lanes, options, fixed, available);
  const { included, leftOut } = packContext({
    candidates: near.map((candidate) => ({
      candidate,
      passageId: candidate.passage.id,
      documentId: candidate.passage.documentId,
      text: candidate.passage.text,
    })),
    budgetTokens: budget.evidence,
    costOf: ({ candidate }) => tokensOf(candidate),
  });

  const numbers = new Map(included.map(({ candidate }, place) => [candidate, place + 1]));
  const reasons = new Map(leftOut.map(({ candidate: { candidate }, reason }) => [candidate, reason]));
  const numbered = included.map(({ candidate }, place) => ({ n: place + 1, passage: candidate.passage }));
  return {
    numbered,
    shown: numbered.map(({ n, passage }) => toPromptSource(passage, n)),
    sources: candidates.map((candidate) => {
      const n = numbers.get(candidate);
      const reason = reasons.get(candidate) ?? 'below_threshold';
      return toSource(candidate, { tokens: tokensOf(candidate), ...(n === undefined ? { reason } : { n }) });
    }),
    history,
    answerTokens: budget.answer,
  };
}

/**
 * Whether a candidate's score is within reach of the best one's. By reciprocal rank the hundredth of a ranking still
 * has 38 % of the first one's score, so only passages that nothing but the weak built-in embedder has found fall
 * short. They would fill the prompt with noise that costs prefill and accuracy.
 */
function isNear(candidates: Candidate[]): (candidate: Candidate) => boolean {
  const best = Math.max(...candidates.map(({ hit }) => hit.score));
  return ({ hit }) => hit.score >= best * NEAR;
}

/** How the model sees a passage: titled by its document and heading path. */
export function toPromptSource(passage: Passage, n: number): PromptSource {
  const title =
    passage.heading === '' ? passage.documentName : `${passage.documentName} > ${passage.heading}`;
  return { n, passageId: passage.id, title, text: passage.text };
}
