import { fold, type Language } from '#language';

/** `[1]`, `[1][2]`: the places of citations, which are no part of an answer's words. */
const MARKER = /\s*\[\d{1,3}\]/g;
const ARTICLE = /\b(?:a|an|the)\b/g;
const PUNCTUATION = /[\p{P}\p{S}]/gu;

/** How like the right answer a text is, 0 … 1 each; against the wording that it is most like. */
export interface AnswerScores {
  /** Equal once normalised. */
  exact: number;
  /** Harmonic mean of precision and recall over the words (English) or characters (Japanese) of the two. */
  f1: number;
  /** Whether the right answer stands somewhere in the text; fair to answers in whole sentences, as F1 is not. */
  contains: number;
}

/**
 * Compares an answer with every right one, as SQuAD's own script does: lower case, without punctuation and articles,
 * by words. In Japanese, which has none, by characters without white space, as JSQuAD and JaQuAD are scored.
 */
export function scoreAnswer(text: string, answers: readonly string[], language: Language): AnswerScores {
  const given = unitsOf(text, language);
  const scores = answers.map((answer) => {
    const right = unitsOf(answer, language);
    const separator = language === 'en' ? ' ' : '';
    const [whole, part] = [given, right].map((units) => `${separator}${units.join(separator)}${separator}`);
    return {
      exact: Number(whole === part),
      f1: f1Of(given, right),
      contains: Number(right.length > 0 && whole!.includes(part!)),
    };
  });
  const best = (pick: (score: AnswerScores) => number): number => Math.max(0, ...scores.map(pick));
  return {
    exact: best(({ exact }) => exact),
    f1: best(({ f1 }) => f1),
    contains: best(({ contains }) => contains),
  };
}

/** The units by which texts are compared: words in English, characters in Japanese. */
function unitsOf(text: string, language: Language): string[] {
  const plain = fold(text.replaceAll(MARKER, '')).replaceAll(PUNCTUATION, language === 'en' ? '' : ' ');
  if (language === 'ja') return Array.from(plain.replaceAll(/\s+/g, ''));
  return plain
    .replaceAll(ARTICLE, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
}

function f1Of(given: readonly string[], right: readonly string[]): number {
  const left = new Map<string, number>();
  for (const unit of right) left.set(unit, (left.get(unit) ?? 0) + 1);
  let common = 0;
  for (const unit of given) {
    const rest = left.get(unit) ?? 0;
    if (rest === 0) continue;
    left.set(unit, rest - 1);
    common++;
  }
  if (common === 0) return Number(given.length === 0 && right.length === 0);
  const precision = common / given.length;
  const recall = common / right.length;
  return (2 * precision * recall) / (precision + recall);
}
