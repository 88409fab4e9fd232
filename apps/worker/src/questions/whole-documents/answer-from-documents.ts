import type { Passage } from '#contracts';
import type { FinishedAnswer } from '#database';
import type { Found } from '../../search/found.js';
import type { AnswerTools } from '../answer-tools.js';
import { concludeAnswer, type Grounds } from '../conclude-answer.js';
import { generateAnswer } from '../generate-answer.js';
import { inert } from '../inert-text.js';
import { outcome, sumOf, type Answering } from '../outcome.js';
import { toPromptSource } from '../pack-sources.js';
import { refusalText } from '../refusal-text.js';
import { askParts } from './ask-parts.js';
import { fitQuotes } from './fit-quotes.js';
import { listSources, type ReadPassage } from './list-sources.js';
import { mergePartials } from './merge-partials.js';
import { planDocuments, type Reading } from './plan-documents.js';

/**
 * Answers a question from whole documents: choose → plan → read, and when they take more than one prompt, ask each part
 * and make the answer from what the parts said, quoted and verified.
 */
export async function answerFromDocuments(
  answering: Answering,
  found: Found,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const reading = await planDocuments(answering, found.candidates, tools);
  answering.clock.retrieved();
  if (reading.passages.length === 0) return refuse(answering, { sources: [] }, tools);
  return reading.plan.parts.length === 1
    ? answerFromOnePrompt(answering, found, reading, tools)
    : answerFromParts(answering, found, reading, tools);
}

async function answerFromOnePrompt(
  answering: Answering,
  found: Found,
  { passages, plan, history }: Reading,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const shownPassages = at(passages, plan.parts[0] ?? []);
  const numbered = shownPassages.map(({ passage }, place) => ({ n: place + 1, passage }));
  const leftOut = at(passages, plan.leftOut);
  const sources = listSources(shownPassages, leftOut, numbersOf(numbered));
  tools.stream.event({ type: 'sources', data: { sources } });
  const shown = numbered.map(({ n, passage }) => toPromptSource(passage, n));
  const evidence = { shown, history, answerTokens: plan.answerTokens };
  const generation = await generateAnswer(answering, evidence, tools);
  return concludeAnswer(answering, { numbered, sources, found }, generation, tools);
}

async function answerFromParts(
  answering: Answering,
  found: Found,
  { passages, plan, history }: Reading,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const read = at(passages, plan.parts.flat());
  const leftOut = at(passages, plan.leftOut);
  const sourcesWith = (numbered: readonly { n: number; passage: Passage }[]) =>
    listSources(read, leftOut, numbersOf(numbered));
  tools.stream.event({ type: 'sources', data: { sources: sourcesWith([]) } });

  const parts = plan.parts.map((part) => at(passages, part).map(({ passage }) => passage));
  const partials = await askParts(answering, parts, { history, answerTokens: plan.answerTokens }, tools);
  answering.clock.partsRead();
  const use = { ...sumOf(partials.map(({ usage }) => usage)), parts: parts.length };
  const quoted = mergePartials(partials);
  if (quoted.length === 0) return refuse(answering, { sources: sourcesWith([]), read: use }, tools);

  const evidence = await fitQuotes(answering, partials, quoted, history, tools);
  const sources = sourcesWith(evidence.numbered);
  tools.stream.event({ type: 'sources', data: { sources } });
  const generation = await generateAnswer(answering, evidence, tools);
  const grounds = { numbered: evidence.numbered, sources, found, read: use };
  return concludeAnswer(answering, grounds, generation, tools);
}

/** Nothing that could be verified says anything about the question. */
function refuse(
  answering: Answering,
  { sources, read }: Pick<Grounds, 'sources' | 'read'>,
  { stream, generator }: AnswerTools,
): FinishedAnswer {
  const names = sources.map(({ document }) => document);
  const text = inert(refusalText(answering.question, names));
  stream.text(text);
  const model = { ...generator.info().model };
  return outcome(answering, { status: 'not_in_documents', text, sources, generation: null, read, model });
}

function at(passages: readonly ReadPassage[], places: readonly number[]): ReadPassage[] {
  return places.flatMap((place) => passages[place] ?? []);
}

function numbersOf(numbered: readonly { n: number; passage: Passage }[]): Map<Passage, number> {
  return new Map(numbered.map(({ n, passage }) => [passage, n]));
}
