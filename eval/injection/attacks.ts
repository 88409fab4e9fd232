import { readFileSync } from 'node:fs';
import { z } from 'zod';

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

/** Reads a file of attacks in the form of `eval/injection/attacks.json`. */
export function readAttacks(file: string): Attack[] {
  const { cases, attacks } = attackFileSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const byId = new Map(cases.map((each) => [each.id, each]));
  return attacks.map(({ id, kind, case: name, passage, signs }) => {
    const on = byId.get(name);
    if (on === undefined)
      throw new Error(`Attack ${id} names the case ${name}, which the file does not have.`);
    const { language, question, passage: honest, answer } = on;
    return { id, kind, language, question, rightAnswer: answer, honest, hostile: passage, signs };
  });
}
