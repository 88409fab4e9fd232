import { estimateTokens } from './estimate-tokens.js';

describe('estimateTokens', () => {
  // the numbers are the counts of Phi-3's own tokenizer
  it.each<[string, number]>([
    ['The deposit is refunded within thirty days after the contract ends, unless the flat was damaged.', 22],
    ['有給休暇の申請は、休暇を開始する五営業日前までに、上長の承認を得て人事部へ提出してください。', 67],
    ['経費精算の締め切りは毎月25日です。領収書は PDF で添付してください。', 49],
    ['Call 03-1234-5678 or write to help@example.com before 2024-12-31.', 35],
  ])('is within a quarter of the real count for %j', (text, real) => {
    expect(Math.abs(estimateTokens(text) - real)).toBeLessThanOrEqual(real / 4);
  });

  it('is 0 for nothing', () => {
    expect(estimateTokens('')).toBe(0);
  });
});
