import type { Passage } from '#contracts';
import { fold } from '#language';
import type { PromptTurn } from '#llm';
import type { Candidate } from '../../search/found.js';
import type { AnswerTools } from '../answer-tools.js';
import { fitHistory } from '../fit-history.js';
import type { Answering } from '../outcome.js';
import { HISTORY, toPromptSource } from '../pack-sources.js';
import { chooseDocuments } from './choose-documents.js';
import type { ReadPassage } from './list-sources.js';
import { planReading, type ReadingPlan } from './plan-reading.js';

/** Passages of one document that are considered, some 1.5 million tokens; those that search found are in any case. */
const MOST_PASSAGES = 5000;

/** The documents of a question, and how they are to be read. */
export interface Reading {
  passages: ReadPassage[];
  plan: ReadingPlan;
  history: PromptTurn[];
}

/** Chooses the documents by what search found, and plans how to read them, by exact token counts. */
export async function planDocuments(
  { question, asked }: Answering,
  candidates: Candidate[],
  { passages: repository, generator, maxParts }: AnswerTools,
): Promise<Reading> {
  const { options } = question;
  const documents = chooseDocuments(candidates, options.filter?.documents !== undefined);
  const hits = new Map(candidates.map(({ hit }) => [hit.passageId, hit.score]));
  const all = await repository.ofDocuments(documents, MOST_PASSAGES, [...hits.keys()]);
  const found = all.filter(isBelow(options.filter?.heading));
  const content = {
    question: asked.question,
    grounded: true,
    sources: found.map((passage, place) => toPromptSource(passage, place + 1)),
  };
  const history = await fitHistory({ ...content, sources: [], history: asked.history }, generator, HISTORY);
  const cost = await generator.measure({ ...content, history });
  const passages = found.map((passage, place) => ({
    passage,
    tokens: cost.sources[place] ?? 0,
    score: hits.get(passage.id) ?? 0,
  }));
  const plan = planReading({
    lanes: generator.info().lanes,
    options,
    fixed: cost.history.reduce((sum, tokens) => sum + tokens, cost.fixed),
    costs: cost.sources,
    worth: passages.map(({ score }) => score),
    maxParts,
  });
  return { passages, plan, history };
}

/** Whether a passage is in the sections that the asker wants, as search decides it. */
function isBelow(beginning: string | undefined): (passage: Passage) => boolean {
  if (beginning === undefined) return () => true;
  const wanted = fold(beginning);
  return ({ heading }) => heading.split(' > ').some((each) => fold(each).startsWith(wanted));
}
