import { DomainError, type AnswerOptions, type LaneInfo } from '#contracts';

/** Tokens kept free in every prompt, so that a miscounted newline can never push it over the edge. */
const SAFETY = 32;
/**
 * Evidence by default, in tokens: some 2,500 Japanese or 12,500 English characters. Share of questions with the right
 * passage packed, of the best 20 by BM25, in percent:
 *
 * | tokens | 500 | 1,000 | 1,500 | 2,000 | 3,000 |
 * |---|---|---|---|---|---|
 * | JSQuAD | 93.1 | 96.2 | 97.0 | 97.4 | 98.1 |
 * | SQuAD 2.0 | 85.0 | 92.9 | 94.9 | 96.5 | 97.3 |
 *
 * The short lane has room for no more. The long one has, but there it is the asker's choice: of Phi-3-mini-128k's
 * accuracy at 4k tokens (RULER, 92) 87.5 are left at 32k and 67 at 128k.
 */
const DEFAULT_EVIDENCE = 3000;
/** Evidence that a long `max_tokens` may not squeeze out. */
const MIN_EVIDENCE = 1000;

/** Room for one answer, in tokens. */
export interface Budget {
  evidence: number;
  answer: number;
}

/**
 * Divides a lane between evidence and answer. The question goes to the short lane unless what it asks for needs more.
 * @param fixed tokens of the prompt without sources.
 * @param available tokens of all passages that were found.
 * @throws DomainError `prompt_too_long` when no lane holds even the bare question.
 */
export function planBudget(
  lanes: LaneInfo[],
  options: Pick<AnswerOptions, 'context_tokens' | 'max_tokens'>,
  fixed: number,
  available: number,
): Budget {
  const wanted = Math.min(options.context_tokens ?? DEFAULT_EVIDENCE, available);
  const bySize = [...lanes].sort((a, b) => a.contextSize - b.contextSize);
  const largest = bySize.at(-1);
  if (!largest) throw new Error('a generator has at least one lane');
  const need = fixed + wanted + options.max_tokens + SAFETY;
  // Only an explicit wish for more context, or a question that is itself long, justifies the slower long lane.
  const preferred = options.context_tokens === null ? bySize[0] : undefined;
  const lane =
    bySize.find((candidate) => candidate.contextSize >= need) ??
    (preferred && roomIn(preferred, fixed) >= Math.min(MIN_EVIDENCE, wanted) ? preferred : largest);
  const room = roomIn(lane, fixed);
  if (room < 1) {
    throw new DomainError(
      'prompt_too_long',
      `The question takes ${fixed} tokens, but the model's largest context holds ${largest.contextSize}. Shorten it.`,
    );
  }
  const answer = Math.max(1, Math.min(options.max_tokens, room - Math.min(wanted, MIN_EVIDENCE)));
  return { answer, evidence: Math.max(0, Math.min(wanted, room - answer)) };
}

function roomIn(lane: LaneInfo, fixed: number): number {
  return lane.contextSize - fixed - SAFETY;
}
