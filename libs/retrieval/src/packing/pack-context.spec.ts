import * as fc from 'fast-check';
import { packContext, type PackCandidate } from './pack-context.js';

interface Sized extends PackCandidate {
  size: number;
}

let nextId = 0;
function passage(documentId: string, size: number, text?: string): Sized {
  nextId++;
  return { passageId: nextId, documentId, size, text: text ?? `unique${nextId} subject${nextId}` };
}

const pack = (candidates: Sized[], budgetTokens: number): ReturnType<typeof packContext<Sized>> =>
  packContext({ candidates, budgetTokens, costOf: ({ size }, n) => size + String(n).length });

describe('packContext', () => {
  it('takes everything that fits, in order of rank, and adds up the cost', () => {
    const candidates = [passage('a', 10), passage('b', 20), passage('a', 30)];
    expect(pack(candidates, 100)).toEqual({ included: candidates, leftOut: [], usedTokens: 63 });
  });

  it('skips what does not fit and goes on to smaller passages', () => {
    const [first, big, small] = [passage('a', 50), passage('a', 60), passage('a', 30)];
    expect(pack([first, big, small], 85)).toEqual({
      included: [first, small],
      leftOut: [{ candidate: big, reason: 'over_budget' }],
      usedTokens: 82,
    });
  });

  it('drops a passage that nearly repeats a better one, in any spelling', () => {
    const text =
      'The deposit is refunded within thirty days after the contract ends and the keys are back at the office.';
    const first = passage('a', 10, text);
    const copy = passage('b', 10, `${text.toUpperCase()}  `);
    const japanese = passage('a', 10, '有給休暇の申請は５営業日前まで。');
    const halfWidth = passage('b', 10, '有給休暇の申請は5営業日前まで');
    expect(pack([first, copy, japanese, halfWidth], 100).leftOut).toEqual([
      { candidate: copy, reason: 'near_duplicate' },
      { candidate: halfWidth, reason: 'near_duplicate' },
    ]);
  });

  it.each([
    [
      'The limit for hotels in all cities abroad is 90 euros per night.',
      'The limit for hotels in all cities abroad is 95 euros per night.',
    ],
    ['有給休暇は入社六か月後に十日が付与されます。', '有給休暇は入社六か月後に二十日が付与されます。'],
    ['The deposit for the flat is refunded.', 'The deposit for the flat is not refunded.'],
  ])('keeps both passages that differ in a number or a negation: %s', (one, other) => {
    expect(pack([passage('a', 10, one), passage('b', 10, other)], 100).leftOut).toEqual([]);
  });

  it('gives one document no more than its share of the budget while others wait', () => {
    const large = [passage('a', 29), passage('a', 29), passage('a', 29)];
    const other = [passage('b', 29), passage('c', 29)];
    expect(pack([...large, ...other], 120)).toEqual({
      included: [large[0], large[1], ...other],
      leftOut: [{ candidate: large[2], reason: 'document_cap' }],
      usedTokens: 120,
    });
  });

  it('gives the room that other documents leave back to the capped one', () => {
    const candidates = [passage('a', 29), passage('a', 29), passage('a', 29), passage('b', 9)];
    expect(pack(candidates, 120).included).toEqual(candidates);
  });

  it("never caps a document's best passage, nor a document that is alone", () => {
    const long = passage('a', 80);
    expect(pack([long, passage('b', 10)], 100).included).toContain(long);
    const alone = [passage('a', 40), passage('a', 40)];
    expect(pack(alone, 100).included).toEqual(alone);
  });

  it('keeps to the budget and accounts for every candidate once, for any input', () => {
    const candidate = fc.record({
      documentId: fc.constantFrom('a', 'b', 'c'),
      size: fc.nat(60),
      copy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 25 }), fc.nat(300), (drafts, budget) => {
        const candidates = drafts.map(({ documentId, size, copy }) =>
          passage(documentId, size, copy ? 'the same subject' : undefined),
        );
        const { included, leftOut, usedTokens } = pack(candidates, budget);
        expect(usedTokens).toBeLessThanOrEqual(budget);
        const all = [...included, ...leftOut.map((each) => each.candidate)];
        expect(all.map((each) => each.passageId).toSorted((a, b) => a - b)).toEqual(
          candidates.map((each) => each.passageId),
        );
        expect(included).toEqual(candidates.filter((each) => included.includes(each)));
      }),
    );
  });
});
