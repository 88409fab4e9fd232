import * as fc from 'fast-check';
import { scoreAnswer } from './answer-text.js';

describe('scoreAnswer', () => {
  it('ignores case, punctuation and articles in English, as SQuAD does', () => {
    expect(scoreAnswer('The Eiffel Tower.', ['eiffel tower'], 'en')).toEqual({
      exact: 1,
      f1: 1,
      contains: 1,
    });
  });

  it('counts common words in English', () => {
    const { exact, f1, contains } = scoreAnswer('It was built in 1889 [1].', ['1889'], 'en');
    expect(exact).toBe(0);
    expect(f1).toBeCloseTo(2 / (1 + 5));
    expect(contains).toBe(1);
  });

  it('finds no number within a longer one', () => {
    expect(scoreAnswer('It holds 1889 seats', ['188'], 'en').contains).toBe(0);
  });

  it('counts common characters in Japanese, full width or not', () => {
    const { exact, f1, contains } = scoreAnswer('定年は満６３歳です。[2]', ['満63歳'], 'ja');
    expect(exact).toBe(0);
    expect(f1).toBeCloseTo((2 * 4) / (4 + 9));
    expect(contains).toBe(1);
  });

  it('takes the best of several right answers', () => {
    expect(scoreAnswer('France', ['Normandy', 'France'], 'en').exact).toBe(1);
  });

  it('gives nothing for an empty answer', () => {
    expect(scoreAnswer('', ['France'], 'en')).toEqual({ exact: 0, f1: 0, contains: 0 });
  });

  it('stays within 0 and 1, and gives an answer compared with itself everything', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[ぁ-ん一-龠\d]*$/));
    fc.assert(
      fc.property(text, text, fc.constantFrom('en' as const, 'ja' as const), (given, right, language) => {
        const { exact, f1, contains } = scoreAnswer(given, [right], language);
        for (const score of [exact, f1, contains]) expect(score >= 0 && score <= 1).toBe(true);
        expect(exact <= f1).toBe(true);
        expect(scoreAnswer(given, [given], language).f1).toBe(1);
      }),
    );
  });
});
