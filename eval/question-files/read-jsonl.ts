import { DomainError } from '#contracts';
import { detectLanguage } from '#language';
import { z } from 'zod';
import type { EvalQuestion } from './question.js';

const line = z
  .strictObject({
    id: z.string().optional(),
    question: z.string().trim().min(1),
    language: z.enum(['ja', 'en']).optional(),
    answers: z.array(z.string().trim().min(1)).default([]),
    document: z.string().optional(),
    page: z.int().min(1).nullable().optional(),
    span: z.string().trim().min(1).optional(),
    answerable: z.boolean().default(true),
    /** What `eval make` writes beside a draft, and anybody's remarks. */
    note: z.string().optional(),
  })
  .refine(({ answerable, document, span }) => !answerable || document !== undefined || span !== undefined, {
    message: 'an answerable question needs its document, the span that answers it, or both',
  });

/**
 * Reads questions, one JSON object a line: `question`, and for one that the documents answer `document`, `span` (the
 * words that answer it, verbatim) and if it has pages `page`, with `answers` (short, all wordings that are right); for
 * one that they do not `"answerable": false`. Empty lines and lines that begin with `//` are skipped.
 *
 * @throws DomainError `invalid_request` that names the line that is wrong.
 */
export function readJsonl(text: string, name: string): EvalQuestion[] {
  return text.split(/\r?\n/).flatMap((content, index) => {
    if (content.trim() === '' || content.trimStart().startsWith('//')) return [];
    const where = `${name}, line ${index + 1}`;
    const parsed = line.safeParse(parse(content, where));
    if (!parsed.success)
      throw new DomainError('invalid_request', `${where}:\n${z.prettifyError(parsed.error)}`);
    const { id, question, language, answers, document, page, span: quote, answerable } = parsed.data;
    const gold = {
      ...(document !== undefined && { document }),
      ...(page != null && { page }),
      ...(quote !== undefined && { quote }),
    };
    return [
      {
        id: id ?? `${name}:${index + 1}`,
        question,
        language: language ?? detectLanguage(question),
        answerable,
        answers: answers.length > 0 || quote === undefined ? answers : [quote],
        ...(document !== undefined && { about: document }),
        gold: answerable ? [gold] : [],
      },
    ];
  });
}

function parse(content: string, where: string): unknown {
  try {
    return JSON.parse(content);
  } catch (cause) {
    throw new DomainError(
      'invalid_request',
      `${where} is not JSON: ${cause instanceof Error ? cause.message : ''}`,
      { cause },
    );
  }
}
