import type { Passage } from '#contracts';
import type { PartialAnswer } from './ask-parts.js';
import { chooseDocuments } from './choose-documents.js';
import { listSources } from './list-sources.js';
import { mergePartials } from './merge-partials.js';

const passage = (id: number, documentId = 'a', text = 'One. Two. Three.'): Passage => ({
  id,
  documentId,
  documentName: `${documentId}.md`,
  version: 1,
  ordinal: id,
  start: id * 100,
  end: id * 100 + text.length,
  text,
  page: null,
  heading: 'Rules',
});
const usage = { prompt_tokens: 10, reused_tokens: 0, completion_tokens: 1 };
const partial = (...quotes: [Passage, number, string][]): PartialAnswer => ({
  text: 'It says so.',
  quotes: quotes.map(([each, start, quote]) => ({ passage: each, start, quote })),
  usage,
});

describe('mergePartials', () => {
  const [first, second, third] = [passage(1), passage(2), passage(7, 'b')];

  it('numbers the quoted passages in the order of the documents, whichever was quoted first', () => {
    const merged = mergePartials([
      partial([second, 205, 'Two.'], [first, 100, 'One.']),
      partial([third, 700, 'One.']),
    ]);
    expect(merged.map(({ n, passage: each }) => [n, each.id])).toEqual([
      [1, 1],
      [2, 2],
      [3, 7],
    ]);
  });

  it('shows of each passage its quotes alone, once each, in the order of its text', () => {
    const [merged] = mergePartials([
      partial([first, 110, 'Three.'], [first, 100, 'One.'], [first, 100, 'One.']),
    ]);
    expect(merged?.shown).toEqual({ n: 1, passageId: 1, title: 'a.md > Rules', text: 'One.\nThree.' });
    expect(merged?.passage).toBe(first);
  });

  it('makes nothing of nothing', () => {
    expect(mergePartials([{ text: null, quotes: [], usage }])).toEqual([]);
  });
});

describe('listSources', () => {
  it('lists numbered passages, and for each document what else was read and what was not', () => {
    const read = [1, 2, 3].map((id) => ({ passage: passage(id), tokens: 10, score: id / 10 }));
    const leftOut = [4, 5].map((id) => ({ passage: passage(id, 'b'), tokens: 20, score: 0 }));
    const numbers = new Map([[read[1]!.passage, 1]]);
    const sources = listSources(read, leftOut, numbers);
    expect(
      sources.map(({ n, passage_id, included, reason, tokens }) => [n, passage_id, included, reason, tokens]),
    ).toEqual([
      [1, 2, true, undefined, 10],
      [null, 1, true, undefined, 20],
      [null, 4, false, 'part_limit', 40],
    ]);
  });
});

const candidate = (documentId: string, score: number) => ({
  hit: { passageId: 1, score, scores: {} },
  passage: passage(1, documentId),
});

describe('chooseDocuments', () => {
  it('puts a document with many good passages before one with a single better one', () => {
    const candidates = [candidate('once', 0.5), candidate('often', 0.4), candidate('often', 0.3)];
    expect(chooseDocuments(candidates, false)).toEqual(['often', 'once']);
  });

  it('leaves out what has little to do with the question, and chooses five at most unless they are named', () => {
    expect(chooseDocuments([candidate('much', 1), candidate('little', 0.2)], false)).toEqual(['much']);
    const many = Array.from({ length: 9 }, (_, i) => candidate(`d${i}`, 1 - i / 100));
    expect(chooseDocuments(many, false)).toEqual(['d0', 'd1', 'd2', 'd3', 'd4']);
    expect(chooseDocuments(many, true)).toHaveLength(9);
  });
});
