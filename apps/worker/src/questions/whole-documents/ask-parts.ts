import type { Passage, TokenUse } from '#contracts';
import type { Generator, PromptTurn } from '#llm';
import { citeAnswer, saysNotInSources } from '#retrieval';
import type { AnswerTools } from '../answer-tools.js';
import type { Answering } from '../outcome.js';
import { toPromptSource } from '../pack-sources.js';

/** What one part of the documents says to the question. */
export interface PartialAnswer {
  /** Without its markers; null when the part does not say anything that could be verified. */
  text: string | null;
  /** Verified quotes, exact, in the order of the answer. */
  quotes: { passage: Passage; start: number; quote: string }[];
  usage: TokenUse;
}

/**
 * Asks every part the question, as many at a time as the generator has room for: they are batch work, so that others'
 * questions overtake them. Only what is verified against the part's own text comes back.
 */
export async function askParts(
  answering: Answering,
  parts: readonly Passage[][],
  prompt: { history: PromptTurn[]; answerTokens: number },
  tools: AnswerTools,
): Promise<PartialAnswer[]> {
  const failed = new AbortController();
  const signal = AbortSignal.any([tools.signal, failed.signal]);
  let done = 0;
  const progress = (): void => tools.stream.event({ type: 'progress', data: { done, total: parts.length } });
  progress();
  const partials: PartialAnswer[] = [];
  const waiting = [...parts.entries()];
  const asker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [place, part] = next;
      partials[place] = await askPart(answering, part, prompt, { ...tools, signal });
      done++;
      progress();
    }
  };
  try {
    await Promise.all(Array.from({ length: placesOf(tools.generator) }, asker));
    return partials;
  } finally {
    // When one has failed, nobody waits for the others any more.
    failed.abort();
  }
}

/** Parts lie in the short lane. More at a time would only wait in the engine, in front of others. */
function placesOf(generator: Generator): number {
  return generator.info().lanes[0]?.sequences ?? 1;
}

async function askPart(
  { question, asked }: Answering,
  part: readonly Passage[],
  { history, answerTokens }: { history: PromptTurn[]; answerTokens: number },
  { generator, signal, exclusive }: AnswerTools,
): Promise<PartialAnswer> {
  const numbered = part.map((passage, place) => ({ n: place + 1, passage }));
  const { text, usage } = await generator.generate(
    {
      question: asked.question,
      grounded: true,
      sources: numbered.map(({ n, passage }) => toPromptSource(passage, n)),
      history,
      maxTokens: answerTokens,
      temperature: question.options.temperature,
      priority: 'batch',
      exclusive,
    },
    { onText: () => undefined, signal },
  );
  const nothing = { text: null, quotes: [], usage };
  if (saysNotInSources(text)) return nothing;
  const { answer, citations } = citeAnswer({ answer: text, sources: numbered });
  const quotes = citations.flatMap(({ marker, supported, start, quote }) => {
    const passage = part[marker - 1];
    return supported && passage ? [{ passage, start, quote }] : [];
  });
  return quotes.length === 0 ? nothing : { text: answer.replace(/\s?\[\d+\]/g, ''), quotes, usage };
}
