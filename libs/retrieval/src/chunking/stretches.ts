import type { Unit } from './units.js';

/** A stretch holds at least this many passages, and at most MOST, where sentences allow. */
const LEAST = 4;
const MOST = 12;
/** One sentence in so many may begin a new stretch. */
const ANCHORS = 32;

/**
 * Divides units into stretches that are cut into passages independently of each other: each lies in one section and on
 * one page, and long ones are divided further at sentences that their own words choose. So an insertion moves the
 * passages of its stretch and no others, and a text can be cut while it is still being read: where a stretch ends
 * depends on what stands before, and on no more than one passage after.
 */
export function stretchesOf(text: string, units: readonly Unit[], maxTokens: number): Unit[][] {
  const stretches: Unit[][] = [];
  for (let start = 0; start < units.length;) {
    let end = start + 1;
    while (end < units.length && belongTogether(units[start]!, units[end]!)) end++;
    stretches.push(...divideLong(text, units.slice(start, end), maxTokens));
    start = end;
  }
  return stretches;
}

function belongTogether(one: Unit, other: Unit): boolean {
  return one.section === other.section && one.page === other.page;
}

function divideLong(text: string, units: Unit[], maxTokens: number): Unit[][] {
  const stretches: Unit[][] = [];
  let left = units.reduce((sum, unit) => sum + unit.tokens, 0);
  let held = 0;
  let start = 0;
  units.forEach((unit, i) => {
    const enough = held >= LEAST * maxTokens && left >= maxTokens && !units[i - 1]!.unfinished;
    if (enough && (held >= MOST * maxTokens || isAnchor(text.slice(unit.start, unit.end)))) {
      stretches.push(units.slice(start, i));
      start = i;
      held = 0;
    }
    held += unit.tokens;
    left -= unit.tokens;
  });
  stretches.push(units.slice(start));
  return stretches;
}

/** FNV-1a over the sentence's characters. */
function isAnchor(sentence: string): boolean {
  let hash = 0x811c9dc5;
  for (let i = 0; i < sentence.length; i++) hash = Math.imul(hash ^ sentence.charCodeAt(i), 0x01000193);
  return ((hash >>> 0) ^ (hash >>> 16)) % ANCHORS === 0;
}
