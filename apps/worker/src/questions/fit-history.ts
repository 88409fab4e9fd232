import type { Generator, PromptContent, PromptTurn } from '#llm';

/** The newest turns of a prompt's history that fit into `budget` tokens together, by exact count, oldest first. */
export async function fitHistory(
  content: PromptContent & { history: PromptTurn[] },
  generator: Pick<Generator, 'measure'>,
  budget: number,
): Promise<PromptTurn[]> {
  if (content.history.length === 0) return [];
  const { history: costs } = await generator.measure(content);
  return content.history.slice(content.history.length - countFitting(costs, budget));
}

/** How many of the last costs fit together. */
function countFitting(costs: readonly number[], budget: number): number {
  let left = budget;
  let count = 0;
  for (const cost of costs.toReversed()) {
    left -= cost;
    if (left < 0) break;
    count++;
  }
  return count;
}
