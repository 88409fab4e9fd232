import * as fc from 'fast-check';
import { LexicalIndex } from './lexical-index.js';

const passages: [number, string][] = [
  [1, 'The deposit is refunded within 30 days after the contract ends.'],
  [2, 'Invoices are sent on the first of each month. Error PPR-9087 means that the printer is out of paper.'],
  [3, '有給休暇の申請は、五営業日前までに人事部へ提出してください。'],
  [4, '経費精算は毎月二十五日に締め切ります。領収書を添付してください。'],
  [4_294_967_295, 'Travel is booked through the portal; hotels cost at most 1,000 yen.'],
];

function indexOf(entries: readonly [number, string][]): LexicalIndex {
  const index = new LexicalIndex();
  for (const [id, text] of entries) index.add(id, text);
  return index;
}

describe('LexicalIndex', () => {
  it.each([
    ['When will my deposits be refunded?', 1],
    ['what does ppr-9087 mean', 2],
    ['ＰＰＲ－９０８７とは', 2],
    ['有休の申請先は？人事部？', 3],
    ['領収書はいつまでに出しますか', 4],
    ['hotel limit 1000', 4_294_967_295],
  ])('finds the passage for %s', (query, id) => {
    expect(indexOf(passages).search(query, 3).hits[0]?.id).toBe(id);
  });

  it.each([
    ['PPR-9087', 'ＰＰＲ－９０８７', 'PPR-9088 and PPR-9807 of model 9087'],
    ['ppr9087', 'エラーPPR-9087が表示された', 'PPR 9087 printers and the PPR, error after error'],
    ['ORA-00942 エラーの対処', 'ORA-00942', 'ORA-00943 エラーの対処。エラーの対処はORA-00001と00942。'],
    ['how do I fix error 0x80070005?', 'See 0x80070005.', 'How to fix errors: fix error 0x80070057 first.'],
    [
      'What changed in version 3.14.2?',
      'Fixed in v3.14.2',
      'What changed in version 3.14.1: versions 3, 14 and 2',
    ],
    ['バージョン３．１４．２の変更点', '3.14.2', 'バージョン3.14.1の変更点。バージョン3.2の変更点。'],
  ])('ranks the exact code of "%s" before its pieces', (query, exact, pieces) => {
    const index = indexOf([
      [1, pieces],
      [2, `${'Some other words about something else. '.repeat(20)}${exact}`],
      [3, pieces],
    ]);
    const { hits } = index.search(query, 3);
    expect(hits[0]).toMatchObject({ id: 2, codes: 1 });
    expect(hits[0]!.score).toBeLessThan(1000);
  });

  it('finds a code by a part of it', () => {
    const index = indexOf([
      [1, 'Error PPR-9088 means that the printer is hot.'],
      [2, 'Error PPR-9087 means that the printer is out of paper.'],
    ]);
    expect(index.search('error 9087', 2).hits[0]?.id).toBe(2);
    expect(index.search('エラー９０８８', 2).hits[0]?.id).toBe(1);
  });

  it('returns at most k hits, best first, and equal ones in order of id', () => {
    const index = indexOf([9, 3, 7, 5].map((id) => [id, 'the same words']));
    expect(index.search('same words', 3).hits.map((hit) => hit.id)).toEqual([3, 5, 7]);
    expect(index.search('same words', 0).hits).toEqual([]);
  });

  it('reports coverage near 1 for a passage with every term, and 0 when nothing is found', () => {
    const index = indexOf(passages);
    expect(index.search('deposit refunded contract', 1).coverage).toBeGreaterThan(0.8);
    expect(index.search('deposit helicopter volcano astronaut', 1).coverage).toBeLessThan(0.4);
    expect(index.search('helicopter', 1)).toEqual({ hits: [], coverage: 0 });
    expect(index.search('?!', 1)).toEqual({ hits: [], coverage: 0 });
    expect(new LexicalIndex().search('anything', 5)).toEqual({ hits: [], coverage: 0 });
  });

  it('searches only among the passages that the caller accepts', () => {
    const index = indexOf([1, 2, 3].map((id) => [id, id === 2 ? 'words' : 'the office words']));
    expect(index.search('office words', 3, (id) => id !== 1).hits.map((hit) => hit.id)).toEqual([3, 2]);
    expect(index.search('office words', 3, () => false)).toEqual({ hits: [], coverage: 0 });
  });

  it('replaces a passage whose id is added again', () => {
    const index = indexOf(passages);
    index.add(1, 'Something about bicycles.');
    expect(index.size).toBe(5);
    expect(index.search('deposit', 5).hits).toEqual([]);
    expect(index.search('bicycle', 5).hits.map((hit) => hit.id)).toEqual([1]);
  });

  it.each([0, -1, 1.5, 4_294_967_296, Number.NaN])('refuses the id %p', (id) => {
    expect(() => new LexicalIndex().add(id, 'text')).toThrow(RangeError);
  });

  it('scores after removals as if the passages had never been there, also from a snapshot', () => {
    const text = fc
      .array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '休暇', '申請書', 'v2.3', '１０'), {
        maxLength: 12,
      })
      .map((words) => words.join(' '));
    const change = fc.oneof(
      fc.record({ id: fc.integer({ min: 1, max: 12 }), text }),
      fc.record({ id: fc.integer({ min: 1, max: 12 }), text: fc.constant(null) }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), text, (changes, query) => {
        const index = new LexicalIndex();
        const living = new Map<number, string>();
        for (const { id, text } of changes) {
          living.delete(id);
          if (text === null) index.remove(id);
          else {
            index.add(id, text);
            living.set(id, text);
          }
        }
        const expected = indexOf([...living]).search(query, 20);
        expect(index.size).toBe(living.size);
        expect(index.search(query, 20)).toEqual(expected);
        expect(LexicalIndex.deserialize(index.serialize()).search(query, 20)).toEqual(expected);
        expect(index.search(query, 20)).toEqual(expected);
      }),
    );
  });

  it('gives memory back when many passages are removed, and goes on working', () => {
    const index = new LexicalIndex();
    for (let id = 1; id <= 3000; id++) index.add(id, `common w${id} 申請${id}`);
    const full = index.serialize().length;
    expect(index.wantsCompaction).toBe(false);
    for (let id = 1; id <= 2900; id++) index.remove(id);
    expect(index.wantsCompaction).toBe(true);
    const before = index.search('common 申請2950', 200);
    let pieces = 0;
    for (const _ of index.compactInPieces()) {
      pieces++;
      expect(index.search('common 申請2950', 200)).toEqual(before);
    }
    expect(pieces).toBeGreaterThan(3);
    expect(index.wantsCompaction).toBe(false);
    expect(index.search('common 申請2950', 200)).toEqual(before);
    index.add(5000, 'common newcomer');
    expect(index.size).toBe(101);
    expect(index.search('common newcomer', 200).hits).toHaveLength(101);
    expect(index.search('w2950', 5).hits.map((hit) => hit.id)).toEqual([2950]);
    expect(index.search('w7', 5).hits).toEqual([]);
    expect(index.serialize().length).toBeLessThan(full / 20);
  });

  it('is searched while a snapshot is written in pieces', () => {
    const index = new LexicalIndex();
    for (let id = 1; id <= 1500; id++) index.add(id, `common word${id}`);
    index.remove(7);
    const expected = index.search('common word8', 20);
    const seen: unknown[] = [];
    const pieces = index.serializeInPieces();
    let piece = pieces.next();
    for (; piece.done !== true; piece = pieces.next()) seen.push(index.search('common word8', 20));
    expect(seen.length).toBeGreaterThan(0);
    for (const each of seen) expect(each).toEqual(expected);
    expect(LexicalIndex.deserialize(piece.value).search('common word8', 20)).toEqual(expected);
    expect(LexicalIndex.deserialize(piece.value).has(7)).toBe(false);
  });

  it('loads a snapshot that lies anywhere in memory, and can be changed afterwards', () => {
    const bytes = indexOf(passages).serialize();
    const shifted = Buffer.concat([Uint8Array.of(0), bytes]).subarray(1);
    const index = LexicalIndex.deserialize(shifted);
    index.remove(1);
    index.add(6, 'The deposit was lost.');
    expect(index.search('deposit', 5).hits.map((hit) => hit.id)).toEqual([6]);
  });

  it('refuses bytes that are no snapshot, are cut short, or go on', () => {
    const bytes = indexOf(passages).serialize();
    const broken = [
      new Uint8Array(0),
      new TextEncoder().encode('{"format": "something else entirely"}'),
      bytes.subarray(0, bytes.length - 1),
      bytes.subarray(0, 40),
      Buffer.concat([bytes, Uint8Array.of(0)]),
    ];
    for (const each of broken) {
      expect(() => LexicalIndex.deserialize(each)).toThrow(
        expect.objectContaining({ code: 'snapshot_invalid' }),
      );
    }
  });
});
