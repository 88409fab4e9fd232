import type { Span } from '#contracts';
import { detectLanguage, terms, type Language } from '#language';
import { bearsFacts, claimFacts, countFacts, joinFacts, rivals, type ClaimFacts } from '../facts/facts.js';
import { contradicts } from '../polarity/contradicts.js';
import type { SourceSentence, SourceText } from './source-text.js';

/** Most sentences that are quoted for one claim. */
const LONGEST = 3;
/** A further sentence is quoted when it raises the share of the claim that is found by at least this. */
const WORTH_ANOTHER = 0.2;
/** Stretches that are looked at closely, best first; beyond them hardly any word of the claim is left. */
const TRIED = 48;
/**
 * Share of the claim's terms that must occur, see {@link commonShare}. Of 1,000 claims per set made of a question and
 * its answer, in percent: called supported by the passage that holds the answer / by the next one of the article, which
 * does not / by the right passage after a digit of the answer was changed to one that it does not hold:
 *
 * | | JSQuAD | JaQuAD | SQuAD 2.0 | PolicyQA |
 * |---|---|---|---|---|
 * | facts anywhere in the passage | 94.7 / 3.3 / 3.3 | 93.3 / 3.5 / 8.2 | 92.6 / 4.1 / 2.3 | 72.0 / 10.9 / – |
 * | facts in the quoted stretch | 92.2 / 2.8 / 0.4 | 89.7 / 2.5 / 1.4 | 89.8 / 3.3 / 1.2 | 66.1 / 9.8 / – |
 *
 * What no comparison of words can see: another answer from the same sentence passes as well.
 */
const MIN_COMMON = 0.45;
/** How much a term counts that stands elsewhere in the passage: "it" and "he" refer to what was said before. */
const NEARBY = 0.5;

/** What a source has for a claim. */
export interface Support {
  /** The stretch of one to three sentences that bears it best. */
  span: Span;
  /** Whether it bears it. */
  supported: boolean;
  /** Share of the claim's terms, 0 … 1, in the best stretch that has all its facts; below 0.45 it is not supported. */
  share: number;
}

/**
 * Looks for the stretch of a source that bears a claim: all its numbers, dates, times, codes and names stand in it,
 * enough of its words do, and it does not deny what the claim affirms. When none does, it is the one with most of the
 * claim's words. Between languages words cannot be compared, so that at least one fact must be there.
 */
export function findSupport(claim: string, source: SourceText): Support {
  if (source.sentences.length === 0) {
    return { span: { start: 0, end: source.text.length }, supported: false, share: 0 };
  }
  const language = detectLanguage(claim);
  const facts = claimFacts(claim, language);
  const ofClaim = new Set(terms(claim));
  const weights = weigh(ofClaim, source);
  const rival = rivalOf(ofClaim, facts, source);
  const stretches = stretchesOf(source, weights).slice(0, TRIED);
  let best = 0;
  for (const stretch of stretches) {
    const { verdict, share } = judge({ claim, language, ofClaim, facts, rival }, source, stretch);
    if (verdict === 'bears') return { span: spanOf(source, stretch), supported: true, share };
    if (verdict === 'denies') return { span: spanOf(source, stretch), supported: false, share: 0 };
    best = Math.max(best, share);
  }
  return { span: spanOf(source, stretches[0]!), supported: false, share: best };
}

/** Sentences `first` to `last` of a source; `score` is higher for more of the claim in fewer of them. */
interface Stretch {
  first: number;
  last: number;
  score: number;
}

interface Claim {
  claim: string;
  language: Language;
  ofClaim: ReadonlySet<string>;
  facts: ClaimFacts;
  rival: SourceSentence | null;
}

/** Whether a stretch bears the claim, denies it, or does neither; `share` is 0 unless it has the claim's facts. */
function judge(
  { claim, language, ofClaim, facts, rival }: Claim,
  source: SourceText,
  { first, last }: Stretch,
): { verdict: 'bears' | 'denies' | 'silent'; share: number } {
  const parts = source.sentences.slice(first, last + 1);
  const text = source.text.slice(parts[0]!.start, parts.at(-1)!.end);
  if (language !== source.language) {
    const bears = countFacts(facts) > 0 && bearsAll(facts, parts, text);
    return bears ? { verdict: 'bears', share: 1 } : SILENT;
  }
  const share = commonShare(ofClaim, source, parts);
  if (share >= MIN_COMMON && contradicts(claim, text)) return { verdict: 'denies', share: 0 };
  if (!bearsAll(facts, parts, text)) return SILENT;
  const isRivalled =
    rival !== null && (parts.includes(rival) || countCommon(ofClaim, parts) < countCommon(ofClaim, [rival]));
  if (isRivalled) return SILENT;
  return { verdict: share >= MIN_COMMON ? 'bears' : 'silent', share };
}

function bearsAll(facts: ClaimFacts, parts: readonly SourceSentence[], text: string): boolean {
  if (countFacts(facts) === 0) return true;
  const ofParts = parts.map((part) => part.facts);
  return bearsFacts(facts, joinFacts(ofParts, text));
}

const SILENT = { verdict: 'silent', share: 0 } as const;

/** The sentence that says most of the claim, when it gives another number in the place of one of the claim's. */
function rivalOf(
  ofClaim: ReadonlySet<string>,
  facts: ClaimFacts,
  { sentences }: SourceText,
): SourceSentence | null {
  if (facts.numbers.length === 0) return null;
  const counts = sentences.map((sentence) => countCommon(ofClaim, [sentence]));
  const closest = sentences[counts.indexOf(Math.max(...counts))]!;
  return rivals(facts, closest.facts) ? closest : null;
}

function countCommon(ofClaim: ReadonlySet<string>, parts: readonly SourceSentence[]): number {
  let common = 0;
  for (const term of ofClaim) if (parts.some((part) => part.terms.has(term))) common++;
  return common;
}

function spanOf({ sentences }: SourceText, { first, last }: Stretch): Span {
  return { start: sentences[first]!.start, end: sentences[last]!.end };
}

/** Terms in the stretch or the headings above it count whole, others of the passage {@link NEARBY}. */
function commonShare(
  ofClaim: ReadonlySet<string>,
  source: SourceText,
  parts: readonly { terms: ReadonlySet<string> }[],
): number {
  if (ofClaim.size === 0) return 0;
  let common = 0;
  for (const term of ofClaim) {
    if (parts.some((part) => part.terms.has(term)) || source.about.has(term)) common += 1;
    else if (source.terms.has(term)) common += NEARBY;
  }
  return common / ofClaim.size;
}

function stretchesOf({ sentences }: SourceText, weights: ReadonlyMap<string, number>): Stretch[] {
  const found: Stretch[] = [];
  for (let first = 0; first < sentences.length; first++) {
    for (let last = first; last < Math.min(sentences.length, first + LONGEST); last++) {
      const parts = sentences.slice(first, last + 1);
      let score = -WORTH_ANOTHER * (last - first);
      for (const [term, weight] of weights) if (parts.some((part) => part.terms.has(term))) score += weight;
      found.push({ first, last, score });
    }
  }
  return found.sort(
    (a, b) => b.score - a.score || a.last - a.first - (b.last - b.first) || a.first - b.first,
  );
}

/** Weights of the claim's terms that occur in the passage, which add up to 1; rare ones weigh more. */
function weigh(claim: ReadonlySet<string>, { sentences }: SourceText): Map<string, number> {
  const weights = new Map<string, number>();
  let total = 0;
  for (const term of claim) {
    const frequency = sentences.filter((sentence) => sentence.terms.has(term)).length;
    if (frequency === 0) continue;
    const weight = Math.log(1 + sentences.length / frequency);
    weights.set(term, weight);
    total += weight;
  }
  for (const [term, weight] of weights) weights.set(term, weight / total);
  return weights;
}
