import type { Passage, Source } from '#contracts';

/** A passage of a document that was chosen, with what it costs in a prompt and what search gave it. */
export interface ReadPassage {
  passage: Passage;
  tokens: number;
  score: number;
}

/**
 * The sources of an answer from whole documents: the passages of the last prompt by their numbers, then for each
 * document one entry for what was read besides, and one for what was left out.
 */
export function listSources(
  read: readonly ReadPassage[],
  leftOut: readonly ReadPassage[],
  numbers: ReadonlyMap<Passage, number>,
): Source[] {
  const numbered = read.flatMap((each) => {
    const n = numbers.get(each.passage);
    return n === undefined ? [] : [{ ...describe([each]), n, included: true }];
  });
  return [
    ...numbered.sort((a, b) => a.n - b.n),
    ...byDocument(read.filter(({ passage }) => !numbers.has(passage))).map((group) => ({
      ...describe(group),
      n: null,
      included: true,
    })),
    ...byDocument(leftOut).map((group) => ({
      ...describe(group),
      n: null,
      included: false,
      reason: 'part_limit' as const,
    })),
  ];
}

function byDocument(passages: readonly ReadPassage[]): ReadPassage[][] {
  const groups = new Map<string, ReadPassage[]>();
  for (const each of passages) {
    const { documentId } = each.passage;
    groups.set(documentId, [...(groups.get(documentId) ?? []), each]);
  }
  return [...groups.values()];
}

/** The first passage of a group stands for all of them. */
function describe(group: readonly ReadPassage[]): Omit<Source, 'n' | 'included'> {
  const { passage } = group[0]!;
  return {
    passage_id: passage.id,
    document_id: passage.documentId,
    document: passage.documentName,
    version: passage.version,
    page: passage.page,
    heading: passage.heading,
    score: Math.max(...group.map(({ score }) => score)),
    tokens: group.reduce((sum, { tokens }) => sum + tokens, 0),
  };
}
