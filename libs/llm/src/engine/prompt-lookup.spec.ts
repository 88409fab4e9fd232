import { PromptLookup } from './prompt-lookup.js';

const END = 0;
const setUp = (prompt: number[], maxTokens = 100) =>
  new PromptLookup(prompt, maxTokens, (token) => token === END);

describe('PromptLookup', () => {
  it('proposes what followed the last tokens before, the latest place first', () => {
    expect(setUp([1, 2, 3, 4, 9, 1, 2, 5, 6, 9, 1, 2]).propose(3)).toEqual([5, 6, 9]);
  });

  it('prefers the place that has more in common with the end', () => {
    expect(setUp([7, 1, 2, 3, 9, 1, 2, 5, 8, 7, 1, 2]).propose(2)).toEqual([3, 9]);
  });

  it('proposes nothing when only the last token has occurred before', () => {
    expect(setUp([1, 2, 3, 9, 2]).propose(5)).toEqual([]);
    expect(setUp([1]).propose(5)).toEqual([]);
  });

  it('never proposes more than it may, nor the end of an answer', () => {
    const lookup = setUp([1, 2, 3, 4, END, 5, 1, 2]);
    expect(lookup.propose(1)).toEqual([3]);
    expect(lookup.propose(0)).toEqual([]);
    expect(lookup.propose(9)).toEqual([3, 4]);
  });

  it('looks up what has been answered, too', () => {
    const lookup = setUp([1, 2]);
    lookup.learn([5], 0);
    lookup.learn([6], 0);
    lookup.learn([1], 0);
    lookup.learn([2], 0);
    expect(lookup.propose(4)).toEqual([5, 6, 1, 2]);
  });

  it('proposes twice as much after all was taken, up to 16', () => {
    const text = Array.from({ length: 100 }, (_, i) => i + 1);
    const lookup = setUp([...text, 1, 2]);
    const lengths = [];
    let at = 2;
    for (let i = 0; i < 4; i++) {
      const draft = lookup.propose(50);
      lengths.push(draft.length);
      lookup.learn(text.slice(at, at + draft.length + 1), draft.length);
      at += draft.length + 1;
    }
    expect(lengths).toEqual([4, 8, 16, 16]);
  });

  it('switches itself off when what it proposes is refused, and not when it is mostly taken', () => {
    const refused = setUp([1, 2, 3, 1, 2, 3, 1, 2]);
    let proposed = 0;
    for (let i = 0; i < 50; i++) {
      const draft = refused.propose(8);
      proposed += draft.length;
      refused.learn(i % 2 ? [2] : [1], draft.length);
    }
    expect(refused.isOn).toBe(false);
    expect(proposed).toBeGreaterThan(20);
    expect(proposed).toBeLessThan(40);

    const taken = setUp(Array.from({ length: 90 }, (_, i) => i % 9));
    for (let i = 0; i < 50; i++) {
      const draft = taken.propose(4);
      taken.learn([...draft, 7], draft.length);
    }
    expect(taken.isOn).toBe(true);
  });
});
