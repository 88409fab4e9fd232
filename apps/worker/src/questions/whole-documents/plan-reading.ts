import { DomainError, type AnswerOptions, type LaneInfo } from '#contracts';

/** Tokens kept free in every prompt, as `planBudget` does. */
const SAFETY = 32;
/**
 * Evidence of one prompt at most, in tokens, unless the asker wants more: of RULER's tasks Phi-3-mini-128k solves 92 %
 * at 4k tokens, 87.5 % at 32k and 66.7 % at 128k, so that several prompts of 32k know more than one of 128k.
 */
const MOST_EVIDENCE = 32_000;
/** Tokens of the answer to one part: a few sentences with their markers. */
const PART_ANSWER = 256;

/** What is to be read, in order. */
export interface ReadingDemand {
  lanes: LaneInfo[];
  options: Pick<AnswerOptions, 'context_tokens' | 'max_tokens'>;
  /** Tokens of the prompt without sources. */
  fixed: number;
  /** Tokens of each passage as a source. */
  costs: readonly number[];
  /** What search gave each passage; 0 for those that it did not return. */
  worth: readonly number[];
  maxParts: number;
}

/** How documents are read: places of passages in the order given. */
export interface ReadingPlan {
  /** What each prompt shows. One part alone is the prompt of the answer itself. */
  parts: number[][];
  /** What is in no part, because there may be only so many. */
  leftOut: number[];
  /** Tokens that the answer to each part may have. */
  answerTokens: number;
}

/**
 * Puts everything into one prompt when a lane holds it, the short one if possible. Else it is read in parts: in the
 * short lane, where accuracy is highest and several are read at a time, unless that takes more parts than are allowed
 * and the long lane takes fewer. Beyond the limit the parts in which search found most are read.
 * @throws DomainError `prompt_too_long` when no lane holds the question and a passage.
 */
export function planReading(demand: ReadingDemand): ReadingPlan {
  const { options, costs, worth, maxParts } = demand;
  const lanes = [...demand.lanes].sort((a, b) => a.contextSize - b.contextSize);
  const room = (lane: LaneInfo, answer: number): number =>
    Math.min(options.context_tokens ?? MOST_EVIDENCE, lane.contextSize - demand.fixed - SAFETY - answer);
  const total = costs.reduce((sum, cost) => sum + cost, 0);
  const places = [...costs.keys()];
  if (lanes.some((lane) => room(lane, options.max_tokens) >= total)) {
    return { parts: [places], leftOut: [], answerTokens: options.max_tokens };
  }

  // Where there may be only one part, it is the answer's own prompt.
  const answerTokens = maxParts === 1 ? options.max_tokens : Math.min(PART_ANSWER, options.max_tokens);
  const ways = lanes
    .map((lane) => split(costs, room(lane, answerTokens)))
    .filter((parts) => parts.length > 0);
  const all = ways.find((parts) => parts.length <= maxParts) ?? ways.at(-1);
  if (!all) {
    throw new DomainError(
      'prompt_too_long',
      `The question takes ${demand.fixed} tokens and leaves no room for a document. Shorten it.`,
    );
  }
  const parts = mostPromising(all, worth, maxParts);
  const read = new Set(parts.flat());
  return { parts, leftOut: places.filter((place) => !read.has(place)), answerTokens };
}

/** Fills parts in order; a passage that no part holds is in none. */
function split(costs: readonly number[], room: number): number[][] {
  const parts: number[][] = [];
  let left = 0;
  for (const [place, cost] of costs.entries()) {
    if (cost > room) continue;
    if (cost > left) {
      parts.push([]);
      left = room;
    }
    parts.at(-1)?.push(place);
    left -= cost;
  }
  return parts;
}

/** The parts in which search found most, in their order. */
function mostPromising(parts: number[][], worth: readonly number[], most: number): number[][] {
  const worthOf = (part: number[]): number => part.reduce((sum, place) => sum + (worth[place] ?? 0), 0);
  const best = [...parts].sort((a, b) => worthOf(b) - worthOf(a)).slice(0, most);
  return parts.filter((part) => best.includes(part));
}
