import type { Passage, Source } from '#contracts';
import type { QuestionEntity } from '#database';
import type { Generator, PromptSource } from '#llm';
import { packContext } from '#retrieval';
import { toSource, type Candidate } from '../search/found.js';
import { planBudget } from './plan-budget.js';

/** The evidence of one answer. */
export interface PackedSources {
  /** Passages in the prompt, in prompt order, under the numbers that the model sees. */
  numbered: { n: number; passage: Passage }[];
  /** Every passage that was found, in the prompt or not, with the reason. */
  sources: Source[];
  /** Tokens that the answer may have. */
  answerTokens: number;
}

/**
 * Chooses the passages that go into the prompt, by exact token count. A passage is measured at its place in the
 * ranking; in the prompt its number can only be smaller, and so never longer.
 */
export async function packSources(
  question: QuestionEntity,
  candidates: Candidate[],
  generator: Generator,
): Promise<PackedSources> {
  const measured = await generator.measure(
    question.question,
    true,
    candidates.map(({ passage }, place) => toPromptSource(passage, place + 1)),
  );
  const cost = new Map(candidates.map(({ passage }, place) => [passage.id, measured.sources[place] ?? 0]));
  const available = measured.sources.reduce((sum, tokens) => sum + tokens, 0);
  const budget = planBudget(generator.info().lanes, question.options, measured.fixed, available);
  const { included, leftOut } = packContext({
    candidates: candidates.map((candidate) => ({
      candidate,
      passageId: candidate.passage.id,
      documentId: candidate.passage.documentId,
      text: candidate.passage.text,
    })),
    budgetTokens: budget.evidence,
    costOf: ({ passageId }) => cost.get(passageId) ?? 0,
  });
  const placed = new Map<number, Source>();
  included.forEach(({ candidate, passageId }, place) => {
    placed.set(passageId, toSource(candidate, { n: place + 1, tokens: cost.get(passageId) ?? 0 }));
  });
  for (const { candidate, reason } of leftOut) {
    const { passageId } = candidate;
    placed.set(passageId, toSource(candidate.candidate, { reason, tokens: cost.get(passageId) ?? 0 }));
  }
  return {
    numbered: included.map(({ candidate }, place) => ({ n: place + 1, passage: candidate.passage })),
    sources: candidates.flatMap(({ passage }) => placed.get(passage.id) ?? []),
    answerTokens: budget.answer,
  };
}

/** How the model sees a passage: titled by its document and heading path. */
export function toPromptSource(passage: Passage, n: number): PromptSource {
  const title =
    passage.heading === '' ? passage.documentName : `${passage.documentName} > ${passage.heading}`;
  return { n, passageId: passage.id, title, text: passage.text };
}
