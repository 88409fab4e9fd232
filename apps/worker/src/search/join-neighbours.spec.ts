import type { Passage } from '#contracts';
import type { Candidate } from './found.js';
import { joinNeighbours } from './join-neighbours.js';

const passage = (id: number): Passage => ({
  id,
  ordinal: id,
  start: 0,
  end: 4,
  text: 'text',
  page: null,
  heading: '',
  documentId: 'd',
  documentName: 'd.md',
  version: 1,
});
const candidate = (id: number, score: number): Candidate => ({
  hit: { passageId: id, score, scores: {} },
  passage: passage(id),
});
const idsOf = (candidates: Candidate[]): number[] => candidates.map(({ passage: { id } }) => id);

describe('joinNeighbours', () => {
  it('puts neighbours after what words have found and before what only weak vectors have', () => {
    const found = [candidate(5, 1 / 61), candidate(9, 1 / 160), candidate(7, 0.002 / 61)];
    const joined = joinNeighbours(found, [passage(6), passage(4)]);
    expect(idsOf(joined)).toEqual([5, 9, 4, 6, 7]);
    const scores = joined.map(({ hit }) => hit.score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  it('leaves a neighbour that was found itself in its own place', () => {
    expect(idsOf(joinNeighbours([candidate(5, 1), candidate(6, 0.9)], [passage(6)]))).toEqual([5, 6]);
  });

  it('has nothing to join when nothing was found', () => {
    expect(joinNeighbours([], [])).toEqual([]);
  });
});
