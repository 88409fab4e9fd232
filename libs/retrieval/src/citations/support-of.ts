import { detectLanguage } from '#language';
import { statementsOf } from './claims.js';
import type { CitableSource } from './cite-answer.js';
import { findSupport } from './find-support.js';
import { normaliseMarkers } from './markers.js';
import { readSource } from './source-text.js';

/**
 * How well an answer is founded on its sources, 0 … 1: of its sentences the best one's share that one of the sources
 * bears, whether it is cited or not. Null when it cannot be judged: nothing is said, or only in another language than
 * all sources and without a fact that could be looked for.
 */
export function supportOf(request: { answer: string; sources: readonly CitableSource[] }): number | null {
  const { sources } = request;
  const marked = normaliseMarkers(request.answer, new Set(sources.map(({ n }) => n)));
  const statements = statementsOf(marked);
  const cited = new Set(marked.marks.flatMap(({ numbers }) => numbers));
  // Those that are cited first: mostly they settle it, and the others need not be read.
  const inOrder = sources.toSorted((a, b) => Number(cited.has(b.n)) - Number(cited.has(a.n)));
  let best: number | null = null;
  for (const { passage } of inOrder) {
    const text = readSource(passage);
    for (const statement of statements) {
      const language = detectLanguage(statement);
      const { share, supported } = findSupport(statement, text);
      if (supported) return share;
      if (text.language === language) best = Math.max(best ?? 0, share);
    }
  }
  return best;
}
