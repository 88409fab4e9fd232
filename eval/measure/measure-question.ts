import type { EvalQuestion } from '../question-files/question.js';
import type { AskOptions, FoundPassage, GivenAnswer, Query, Subject } from '../subject/subject.js';
import { scoreAnswer } from './answer-text.js';
import { isGold, squeeze } from './is-gold.js';
import type { CitationScores, GroundedAnswer, Measured, MeasuredAnswer, Ranks } from './measured.js';

/** Passages of each ranking that are looked at: as many as a question may ask for. */
const DEPTH = 100;

/** What is measured of each question. */
export interface MeasureOptions extends AskOptions {
  /** Ask for answers, not only for passages. */
  answers: boolean;
  /** Search only the document that the question is about. */
  withinDocument: boolean;
  /** Ask once more without documents. */
  closedBook: boolean;
}

/** Measures one question: search → answer from the documents → answer without them. */
export async function measureQuestion(
  question: EvalQuestion,
  subject: Subject,
  options: MeasureOptions,
): Promise<Measured> {
  const query = queryOf(question, options.withinDocument);
  const rankings = await subject.search(query, DEPTH);
  const rankIn = (ranking: FoundPassage[]): number | null => {
    const index = ranking.findIndex((passage) => isGold(passage, question.gold));
    return index < 0 ? null : index + 1;
  };
  const ranks: Ranks | null = question.answerable
    ? { fused: rankIn(rankings.fused), lexical: rankIn(rankings.lexical), vector: rankIn(rankings.vector) }
    : null;
  const ask = (grounded: boolean): Promise<GivenAnswer> => subject.ask(query, { ...options, grounded });
  return {
    id: question.id,
    language: question.language,
    answerable: question.answerable,
    ranks,
    searchMs: rankings.searchMs,
    grounded: options.answers ? groundedAnswer(question, await ask(true)) : null,
    closedBook: options.answers && options.closedBook ? measuredAnswer(question, await ask(false)) : null,
  };
}

function queryOf({ question, about }: EvalQuestion, withinDocument: boolean): Query {
  return { text: question, documents: withinDocument && about !== undefined ? [about] : null };
}

function groundedAnswer(question: EvalQuestion, given: GivenAnswer): GroundedAnswer {
  return {
    ...measuredAnswer(question, given),
    citations: citationScores(question, given),
    goldInPrompt: question.answerable
      ? given.evidence.some((passage) => isGold(passage, question.gold))
      : null,
    passagesInPrompt: given.evidence.length,
  };
}

/** A refusal is no answer: it scores 0 whatever its words. */
function measuredAnswer(question: EvalQuestion, given: GivenAnswer): MeasuredAnswer {
  const text = given.status === 'answered' ? given.text : '';
  const known = question.answerable && question.answers.length > 0;
  return {
    status: given.status,
    text: given.text,
    scores: known ? scoreAnswer(text, question.answers, question.language) : null,
    ttftMs: given.timings?.ttft_ms ?? null,
    totalMs: given.timings?.total_ms ?? null,
    promptTokens: given.usage?.prompt_tokens ?? null,
    completionTokens: given.usage?.completion_tokens ?? null,
    error: given.error,
  };
}

function citationScores(question: EvalQuestion, { citations }: GivenAnswer): CitationScores {
  const answers = question.answers.map(squeeze).filter((answer) => answer !== '');
  const right = citations.filter(({ document, page, heading, quote }) => {
    const text = squeeze(quote);
    return (
      answers.some((answer) => text.includes(answer)) ||
      isGold({ document, page, heading, text: quote }, question.gold)
    );
  });
  return {
    count: citations.length,
    right: question.answerable ? right.length : 0,
    unsupported: citations.filter(({ supported }) => !supported).length,
  };
}
