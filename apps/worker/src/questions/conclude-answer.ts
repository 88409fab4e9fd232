import type { Source, Usage } from '#contracts';
import type { FinishedAnswer } from '#database';
import { detectLanguage } from '#language';
import type { Generation } from '#llm';
import { citeAnswer, isUnfounded, saysNotInSources, supportOf, type CitableSource } from '#retrieval';
import { namesOf, type Found } from '../search/found.js';
import type { AnswerTools } from './answer-tools.js';
import { outcome, type Answering } from './outcome.js';
import { refusalText } from './refusal-text.js';

/** What an answer rests on. */
export interface Grounds {
  /** Passages whose text the model saw, under the numbers that it saw. */
  numbered: CitableSource[];
  sources: Source[];
  found: Pick<Found, 'candidates' | 'thresholds'>;
  /** What reading documents in parts took. */
  read?: Usage['read'];
}

/** Decides what the model's answer is worth: a refusal, in its words or ours, or an answer with verified citations. */
export function concludeAnswer(
  answering: Answering,
  { numbered, sources, found, read }: Grounds,
  generation: Generation,
  { stream }: Pick<AnswerTools, 'stream'>,
): FinishedAnswer {
  const refused = (text: string): FinishedAnswer =>
    outcome(answering, { status: 'not_in_documents', text, sources, generation, read });
  if (saysNotInSources(generation.text)) return refused(generation.text);
  const cited = { answer: generation.text, sources: numbered };
  const { question } = answering.question;
  if (isUnfounded(supportOf(cited), detectLanguage(question), found.thresholds)) {
    // What a model knows by itself is no answer from the documents, however sure it sounds.
    return refused(refusalText(answering.question, namesOf(found)));
  }
  const { answer, citations } = citeAnswer(cited);
  for (const citation of citations) stream.event({ type: 'citation', data: citation });
  return outcome(answering, { status: 'answered', text: answer, citations, sources, generation, read });
}
