import type { FinishedAnswer, QuestionEntity } from '#database';
import { isOutside, namesNothingFound } from '#retrieval';
import { namesOf, nearnessOf, toSource, type Found } from '../search/found.js';
import { AnswerClock } from './answer-clock.js';
import type { AnswerTools } from './answer-tools.js';
import { concludeAnswer } from './conclude-answer.js';
import { generateAnswer } from './generate-answer.js';
import { inert } from './inert-text.js';
import { outcome, type Answering } from './outcome.js';
import { packSources } from './pack-sources.js';
import { planBudget } from './plan-budget.js';
import { refusalText } from './refusal-text.js';
import { asItStands, understandQuestion, type UnderstoodQuestion } from './understand-question.js';
import { answerFromDocuments } from './whole-documents/answer-from-documents.js';

/**
 * Answers a question: understand → search → refuse, or pack → generate → conclude. What it finds and says goes to the
 * stream as it happens; the outcome is the caller's to save.
 */
export async function answerQuestion(question: QuestionEntity, tools: AnswerTools): Promise<FinishedAnswer> {
  const clock = new AnswerClock(question);
  if (!question.options.grounded) return answerClosedBook(question, clock, tools);

  const asked = await understandQuestion(question, tools);
  if (asked.usage) clock.condensed();
  const answering = { question, asked, clock };
  const found = await tools.search.forQuestion(question, asked.query, tools.signal);
  if (isFarOff(question, asked, found)) {
    clock.retrieved();
    return refuse(answering, found, tools);
  }
  const answer = question.options.context === 'documents' ? answerFromDocuments : answerFromPassages;
  return answer(answering, found, tools);
}

async function answerFromPassages(
  answering: Answering,
  found: Found,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const { question, asked, clock } = answering;
  const packed = await packSources(asked, question.options, found.candidates, tools.generator);
  clock.retrieved();
  tools.stream.event({ type: 'sources', data: { sources: packed.sources } });
  const generation = await generateAnswer(answering, packed, tools);
  return concludeAnswer(answering, { ...packed, found }, generation, tools);
}

/** Whether the question is plainly not about these documents. */
function isFarOff(question: QuestionEntity, asked: UnderstoodQuestion, found: Found): boolean {
  const { candidates, thresholds } = found;
  if (candidates.length === 0) return true;
  // "What is this handbook about?" shares no word with the handbook: only reading it can tell.
  if (question.options.context === 'documents') return false;
  if (isOutside(nearnessOf(question.question, found), thresholds)) return true;
  // Words carried over from earlier questions find what those were about, whatever this one asks.
  const texts = candidates.map(({ passage }) => `${passage.documentName} ${passage.heading} ${passage.text}`);
  return asked.carried && namesNothingFound(question.question, texts);
}

/** The baseline that shows what retrieval adds: the bare question, from the model's weights alone. */
async function answerClosedBook(
  question: QuestionEntity,
  clock: AnswerClock,
  tools: AnswerTools,
): Promise<FinishedAnswer> {
  const asked = asItStands(question.question);
  const chat = question.chat?.messages;
  const { fixed } = await tools.generator.measure({
    ...asked,
    grounded: false,
    sources: [],
    ...(chat && { chat }),
  });
  const budget = planBudget(tools.generator.info().lanes, question.options, fixed, 0);
  const nothing = { shown: [], history: [], answerTokens: budget.answer };
  const answering = { question, asked, clock };
  const generation = await generateAnswer(answering, nothing, tools);
  return outcome(answering, { status: 'answered', text: generation.text, sources: [], generation });
}

function refuse(answering: Answering, found: Found, { stream, generator }: AnswerTools): FinishedAnswer {
  const sources = found.candidates.map((candidate) =>
    toSource(candidate, { reason: 'below_threshold', tokens: 0 }),
  );
  const text = inert(refusalText(answering.question, namesOf(found)));
  stream.event({ type: 'sources', data: { sources } });
  stream.text(text);
  // The model that would have answered; no lane, as it was not asked.
  const model = { ...generator.info().model, lane: null, context_size: null };
  return outcome(answering, { status: 'not_in_documents', text, sources, generation: null, model });
}
