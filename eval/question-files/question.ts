import type { Language } from '#language';

/** Where an answer stands: a passage that satisfies every part given is the right one. */
export interface Gold {
  /** Name of the document, or the end of its path ("security.md" for "policies/security.md"). */
  document?: string;
  /** 1-based. */
  page?: number;
  /** Words of the document that hold the answer, verbatim but for white space. */
  quote?: string;
}

/** A question whose right answer is known. */
export interface EvalQuestion {
  id: string;
  question: string;
  language: Language;
  /** Whether the documents hold an answer; when not, the right answer is a refusal. */
  answerable: boolean;
  /** Every wording that counts as right; empty when only the place is known. */
  answers: string[];
  /** Name of the document that the question is about, also when that holds no answer. */
  about?: string;
  /** Every place that counts as right; empty for what the documents do not hold. */
  gold: Gold[];
}

/** A document that comes with a question file: an article's paragraphs, each of which is one passage. */
export interface ContextDocument {
  name: string;
  paragraphs: { heading: string; text: string }[];
}

/** What a question file holds; without contexts it asks about documents that stand elsewhere. */
export interface QuestionFile {
  questions: EvalQuestion[];
  contexts: ContextDocument[];
}
