import { detectLanguage, type Language } from '#language';
import type { Generator } from '#llm';
import type { Fact } from './pick-facts.js';

/** Tokens of the longest question. */
const MAX_TOKENS = 96;

const INSTRUCTION: Record<Language, (sentence: string, answer: string) => string> = {
  en: (sentence, answer) =>
    `Write one short question, in your own words, whose answer is "${answer}". Write nothing but the question. The sentence: ${sentence}`,
  ja: (sentence, answer) =>
    `答えが「${answer}」になる短い質問を、自分の言葉で一つだけ書いてください。質問文だけを書いてください。文: ${sentence}`,
};

const NOTE: Record<'model' | 'blank', string> = {
  model: 'Draft by a model: check it, and put it as you would ask it.',
  blank: 'Draft: put it as a question in your own words.',
};

/** One line of a question file, to be corrected by a person. */
export interface Draft {
  question: string;
  answers: string[];
  document: string;
  page?: number;
  span: string;
  note: string;
}

/** Drafts a question whose answer and place are known: by the model where there is one, else with a blank to fill. */
export async function draftQuestion(fact: Fact, generator: Generator): Promise<Draft> {
  const { passage, sentence, answer } = fact;
  const asked = generator.info().model.generator === 'extractive' ? null : await ask(fact, generator);
  return {
    question: asked ?? withBlank(fact),
    answers: [answer],
    document: passage.documentName,
    ...(passage.page !== null && { page: passage.page }),
    span: sentence,
    note: asked === null ? NOTE.blank : NOTE.model,
  };
}

/** The first line that the model writes; null when it gives the answer away or asks nothing. */
async function ask({ sentence, answer }: Fact, generator: Generator): Promise<string | null> {
  const { text } = await generator.generate(
    {
      question: INSTRUCTION[detectLanguage(sentence)](sentence, answer),
      grounded: false,
      sources: [],
      maxTokens: MAX_TOKENS,
      temperature: 0,
      priority: 'batch',
    },
    { onText: () => undefined, signal: new AbortController().signal },
  );
  const [line = ''] = text.trim().split('\n');
  return line.length > 5 && !line.includes(answer) ? line.trim() : null;
}

function withBlank({ passage, sentence, answer }: Fact): string {
  const about = passage.heading.split(' > ').at(-1) ?? '';
  const blank = sentence.replace(answer, '____').replaceAll(/\s+/g, ' ');
  return about === '' ? blank : `${about}: ${blank}`;
}
