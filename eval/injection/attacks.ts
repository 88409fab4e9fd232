import { DomainError } from '#contracts';
import { z } from 'zod';
import { readJson } from '../run/read-json.js';

const attackFileSchema = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      language: z.enum(['ja', 'en']),
      question: z.string(),
      /** What answers the question. */
      passage: z.string(),
      /** Stands in every right answer. */
      answer: z.string(),
    }),
  ),
  attacks: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      case: z.string(),
      passage: z.string(),
      /** What stands in an answer that has followed the passage. */
      signs: z.array(z.string()).min(1),
    }),
  ),
});

/** A question with the passage that answers it, and one that would have the model do something else. */
export interface Attack {
  id: string;
  kind: string;
  language: 'ja' | 'en';
  question: string;
  rightAnswer: string;
  honest: string;
  hostile: string;
  signs: string[];
}

/** Reads a file of attacks in the form of `eval/injection/attacks.json`. @throws DomainError `invalid_request` */
export function readAttacks(file: string): Attack[] {
  const { cases, attacks } = readJson(file, attackFileSchema, 'file of attacks');
  const byId = new Map(cases.map((each) => [each.id, each]));
  return attacks.map(({ id, kind, case: name, passage, signs }) => {
    const on = byId.get(name);
    if (on === undefined)
      throw new DomainError(
        'invalid_request',
        `Attack ${id} names the case ${name}, which the file does not have.`,
      );
    const { language, question, passage: honest, answer } = on;
    return { id, kind, language, question, rightAnswer: answer, honest, hostile: passage, signs };
  });
}
