import type { Unit } from './units.js';

/** What ending a passage costs, as a share of its length by which the end may be worse placed instead. */
const END_COST = { paragraph: 0, line: 0.15, sentence: 0.3, inside: 0.6, heading: 2 };

/**
 * Groups the units of a stretch into passages of similar length that end at a paragraph, a line or a sentence, in this
 * order of preference.
 *
 * The sum of the units' tokens and of the gaps between them stands for the passage's length.
 */
export function mergeUnits(text: string, units: readonly Unit[], maxTokens: number): Unit[][] {
  const lengths = units.map((unit, index) => unit.tokens + gapTokens(unit, units[index + 1]));
  let remaining = lengths.reduce((sum, length) => sum + length, 0);
  const groups: Unit[][] = [];
  for (let start = 0; start < units.length;) {
    const target = Math.max(1, remaining / Math.ceil(remaining / maxTokens));
    let bestEnd = start + 1;
    let bestCost = Infinity;
    let sum = 0;
    let bestSum = lengths[start]!;
    for (let end = start + 1; end <= units.length; end++) {
      sum += lengths[end - 1]!;
      if (sum > maxTokens && end > start + 1) break;
      const cost = Math.abs(sum - target) / target + endCost(text, units[end - 1]!, units[end]);
      if (cost <= bestCost) [bestCost, bestEnd, bestSum] = [cost, end, sum];
    }
    groups.push(units.slice(start, bestEnd));
    remaining -= bestSum;
    start = bestEnd;
  }
  return groups;
}

function endCost(text: string, last: Unit, next: Unit | undefined): number {
  if (next === undefined) return END_COST.paragraph;
  if (last.end <= last.section.bodyStart) return END_COST.heading;
  if (last.unfinished) return END_COST.inside;
  const gap = text.slice(last.end, next.start);
  if (/\n\s*\n/.test(gap)) return END_COST.paragraph;
  return gap.includes('\n') ? END_COST.line : END_COST.sentence;
}

/** White space between two units costs tokens too: a line's end one, runs of spaces few. */
function gapTokens(unit: Unit, next: Unit | undefined): number {
  const gap = next === undefined ? 0 : next.start - unit.end;
  return gap <= 2 ? gap : 2 + Math.ceil(gap / 8);
}
