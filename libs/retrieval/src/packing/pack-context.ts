import type { LeftOutReason } from '#contracts';
import { fingerprintOf, isNearDuplicate, type Fingerprint } from './near-duplicate.js';

/**
 * How much of the budget one document may take while others wait. Share of questions with the right passage packed, of
 * the best 20 by BM25, by budget in tokens:
 *
 * | share | JSQuAD, 1,000 | 2,000 | 3,000 | SQuAD 2.0, 1,000 | 2,000 | 3,000 |
 * |---|---|---|---|---|---|---|
 * | 0.35 | 95.3 | 97.3 | 98.1 | 88.6 | 94.8 | 96.9 |
 * | 0.5 | 95.9 | 97.4 | 98.1 | 91.4 | 95.7 | 97.1 |
 * | 0.7 | 96.2 | 97.4 | 98.1 | 92.9 | 96.5 | 97.3 |
 * | no cap | 96.5 | 97.8 | 98.1 | 93.9 | 96.7 | 97.4 |
 *
 * These questions have one right document, so a cap can only cost them; 0.7 costs next to nothing and leaves room
 * for a second document, which questions that compare need.
 */
const DOCUMENT_SHARE = 0.7;

/** What packing needs to know of a passage that was found. */
export interface PackCandidate {
  passageId: number;
  documentId: string;
  text: string;
}

/** What is to be packed into how much room. */
export interface PackRequest<C extends PackCandidate> {
  /** In order of rank, best first. */
  candidates: readonly C[];
  /** Room for all sources together, in tokens. */
  budgetTokens: number;
  /** Exact tokens of the candidate as source number `n`, its title and separators included; must not fall with n. */
  costOf: (candidate: C, n: number) => number;
  /** Share of the budget that one document may take while others wait; default {@link DOCUMENT_SHARE}. */
  maxPerDocumentShare?: number;
}

/** What went into the context, and why the rest did not: every candidate is in exactly one of the two lists. */
export interface PackedContext<C extends PackCandidate> {
  /** In order of rank; the first is source number 1. */
  included: C[];
  /** In order of rank. */
  leftOut: { candidate: C; reason: LeftOutReason }[];
  /** Sum of the included candidates' costs under their final numbers. */
  usedTokens: number;
}

/**
 * Fills a context with the best passages. One that does not fit is skipped, and smaller ones after it still get their
 * chance; one that nearly repeats a better one is dropped. When several documents have candidates, one of them gets
 * at most a share of the budget until the others have had theirs; its best passage is exempt, and what they leave free
 * goes back to it. Equal input gives equal output, so that equal prompts share their prefix.
 */
export function packContext<C extends PackCandidate>(request: PackRequest<C>): PackedContext<C> {
  const { candidates, budgetTokens, costOf, maxPerDocumentShare = DOCUMENT_SHARE } = request;
  const severalDocuments = new Set(candidates.map(({ documentId }) => documentId)).size > 1;
  const documentCap = severalDocuments ? budgetTokens * maxPerDocumentShare : Infinity;
  const packed = new Map<C, Fingerprint>();
  const perDocument = new Map<string, number>();
  const reasons = new Map<C, LeftOutReason>();
  let used = 0;

  const consider = (candidate: C, rank: number, cap: number): LeftOutReason | null => {
    const fingerprint = fingerprintOf(candidate.text);
    if ([...packed.values()].some((other) => isNearDuplicate(fingerprint, other))) return 'near_duplicate';
    // its final number is at most its rank, so this cost is an upper bound
    const cost = costOf(candidate, rank);
    if (used + cost > budgetTokens) return 'over_budget';
    const ofDocument = perDocument.get(candidate.documentId) ?? 0;
    if (ofDocument > 0 && ofDocument + cost > cap) return 'document_cap';
    packed.set(candidate, fingerprint);
    perDocument.set(candidate.documentId, ofDocument + cost);
    used += cost;
    return null;
  };

  for (const [index, candidate] of candidates.entries()) {
    const reason = consider(candidate, index + 1, documentCap);
    if (reason !== null) reasons.set(candidate, reason);
  }
  for (const [index, candidate] of candidates.entries()) {
    if (reasons.get(candidate) !== 'document_cap') continue;
    if (consider(candidate, index + 1, Infinity) === null) reasons.delete(candidate);
  }

  const included = candidates.filter((candidate) => packed.has(candidate));
  return {
    included,
    leftOut: candidates.flatMap((candidate) => {
      const reason = reasons.get(candidate);
      return reason === undefined ? [] : [{ candidate, reason }];
    }),
    usedTokens: included.reduce((sum, candidate, index) => sum + costOf(candidate, index + 1), 0),
  };
}
