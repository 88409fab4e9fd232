import type { QuestionStatus } from '#contracts';
import type { Language } from '#language';
import type { AnswerScores } from './answer-text.js';

/** Place of the first right passage in each ranking, from 1; null when it is not among the first ones looked at. */
export interface Ranks {
  fused: number | null;
  lexical: number | null;
  vector: number | null;
}

/** What the citations of one answer are worth. */
export interface CitationScores {
  count: number;
  /** Citations whose quotation stands in a right passage, or holds a right answer. */
  right: number;
  /** Citations of claims that their source does not bear, as Kotae itself has checked. */
  unsupported: number;
}

/** An answer, measured. */
export interface MeasuredAnswer {
  status: QuestionStatus;
  text: string;
  /** Null when no right answer is known: an unanswerable question, or only the place is. */
  scores: AnswerScores | null;
  ttftMs: number | null;
  totalMs: number | null;
  promptTokens: number | null;
  completionTokens: number | null;
  error: string | null;
}

/** A grounded answer, measured. */
export interface GroundedAnswer extends MeasuredAnswer {
  citations: CitationScores;
  /** Whether a right passage was in the prompt; null for an unanswerable question. */
  goldInPrompt: boolean | null;
  passagesInPrompt: number;
}

/** Everything measured of one question. */
export interface Measured {
  id: string;
  language: Language;
  answerable: boolean;
  /** Null for an unanswerable question. */
  ranks: Ranks | null;
  searchMs: number;
  /** Null when only retrieval was measured. */
  grounded: GroundedAnswer | null;
  /** Null unless there is a model to ask without documents. */
  closedBook: MeasuredAnswer | null;
}
