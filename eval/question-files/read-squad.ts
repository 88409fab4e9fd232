import { DomainError } from '#contracts';
import { detectLanguage, sentences } from '#language';
import { z } from 'zod';
import type { ContextDocument, EvalQuestion, Gold, QuestionFile } from './question.js';

const answer = z.object({ text: z.string(), answer_start: z.int().min(0) });
const question = z.object({
  id: z.coerce.string(),
  question: z.string(),
  answers: z.array(answer).default([]),
  is_impossible: z.boolean().default(false),
});
const paragraph = z.object({ context: z.string(), qas: z.array(question) });
const squad = z.object({
  data: z.array(z.object({ title: z.string().default('untitled'), paragraphs: z.array(paragraph) })),
});

type Paragraph = z.infer<typeof paragraph>;
type Question = z.infer<typeof question>;

/** Separates an article's title from the paragraph in JSQuAD. */
const TITLE_END = ' [SEP] ';

/**
 * Reads a file in the format of SQuAD 1.1 and 2.0, which JSQuAD, JaQuAD, PolicyQA and SQuADShifts share. An article
 * becomes a document and a paragraph a passage; one that repeats another of its article is there once. A question that
 * is asked of several paragraphs of an article, as PolicyQA does, is one question with all their answers.
 *
 * @throws DomainError `invalid_request` with the places at which the file is not in that format.
 */
export function readSquad(json: unknown): QuestionFile {
  const parsed = squad.safeParse(json);
  if (!parsed.success)
    throw new DomainError('invalid_request', `This is no SQuAD file:\n${z.prettifyError(parsed.error)}`);
  const articles = parsed.data.data;
  return {
    questions: articles.flatMap(({ title, paragraphs }) =>
      joinEqual(paragraphs.flatMap((each) => each.qas.map((qa) => toQuestion(title, each, qa)))),
    ),
    contexts: articles.map(({ title, paragraphs }) => toDocument(title, paragraphs)),
  };
}

function toDocument(name: string, paragraphs: Paragraph[]): ContextDocument {
  const contexts = [...new Set(paragraphs.map(({ context }) => context))];
  return { name, paragraphs: contexts.map(splitTitle) };
}

function splitTitle(context: string): { heading: string; text: string } {
  const end = context.indexOf(TITLE_END);
  if (end < 0) return { heading: '', text: context };
  return { heading: context.slice(0, end), text: context.slice(end + TITLE_END.length) };
}

function toQuestion(document: string, { context }: Paragraph, qa: Question): EvalQuestion {
  const answers = qa.is_impossible ? [] : qa.answers;
  return {
    id: qa.id,
    question: qa.question,
    language: detectLanguage(qa.question),
    answerable: answers.length > 0,
    answers: [...new Set(answers.map(({ text }) => text))],
    about: document,
    gold: goldOf(document, context, answers),
  };
}

function joinEqual(questions: EvalQuestion[]): EvalQuestion[] {
  const joined = new Map<string, EvalQuestion>();
  for (const each of questions) {
    const first = joined.get(each.question);
    joined.set(each.question, first === undefined ? each : join(first, each));
  }
  return [...joined.values()];
}

function join(one: EvalQuestion, other: EvalQuestion): EvalQuestion {
  return {
    ...one,
    answerable: one.answerable || other.answerable,
    answers: [...new Set([...one.answers, ...other.answers])],
    gold: [...one.gold, ...other.gold],
  };
}

/** The sentences in which the answers stand: an answer alone ("1998") would be found in many a wrong passage. */
function goldOf(document: string, context: string, answers: Question['answers']): Gold[] {
  const { text, heading } = splitTitle(context);
  const cut = context.length - text.length;
  const spans = sentences(text);
  const quotes = answers.map(({ text: words, answer_start }) => {
    const start = Math.max(0, answer_start - cut);
    const end = start + words.length;
    const first = spans.findLast((span) => span.start <= start) ?? spans[0];
    const last = spans.find((span) => span.end >= end) ?? spans.at(-1);
    return answer_start < cut && heading !== '' ? text : text.slice(first?.start, last?.end);
  });
  return [...new Set(quotes)].map((quote) => ({ document, quote }));
}
