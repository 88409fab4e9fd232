import { detectLanguage, fold, terms } from '#language';
import type { Generation, PromptTurn } from '#llm';

/** Labels that models put before what they were asked for. */
const LABEL =
  /^(?:(?:(?:rewritten|standalone|new|last|complete)\s+)?question|書き直した質問|書き換えた質問|(?:最後の)?質問)\s*[:：]\s*/i;
const QUOTES = /^["'“「『](.*)["'”」』]$/su;
/** Of the question's own words, how many must be kept; of all words, how many must come from the conversation. */
const KEPT = 0.5;
const KNOWN = 0.6;

/**
 * The question that a model wrote out, if it is one: whole, one line, in the asker's language, with the asker's words,
 * codes and numbers, and made of what was said. Null for anything else; an answer or an invention would be searched for.
 */
export function condensedOf(
  { text, stopReason }: Pick<Generation, 'text' | 'stopReason'>,
  question: string,
  history: readonly PromptTurn[],
): string | null {
  const lines = text.trim().split(/\n+/);
  const line = (lines[0] ?? '').replace(LABEL, '').replace(QUOTES, '$1').trim();
  if (stopReason !== 'end' || lines.length !== 1 || line === '') return null;
  if (detectLanguage(line) !== detectLanguage(question)) return null;
  const written = new Set(terms(line));
  const own = new Set(terms(question));
  const said = new Set([
    ...own,
    ...terms(history.flatMap((turn) => [turn.question, turn.answer ?? '']).join('\n')),
  ]);
  if (share(own, written) < KEPT || share(written, said) < KNOWN) return null;
  return numbersOf(question).every((number) => fold(line).includes(number)) ? line : null;
}

/** Part of `of` that is in `within`; all of nothing. */
function share(of: ReadonlySet<string>, within: ReadonlySet<string>): number {
  return of.size === 0 ? 1 : [...of].filter((term) => within.has(term)).length / of.size;
}

function numbersOf(text: string): string[] {
  return fold(text).match(/\d+/g) ?? [];
}
