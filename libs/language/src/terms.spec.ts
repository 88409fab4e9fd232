import { terms } from './terms.js';

describe('terms', () => {
  it('drops stop words, takes endings off English words and adds their prefixes', () => {
    expect(terms('What are the announced policies?')).toEqual(['announc', 'annou*', 'policy', 'polic*']);
  });

  it('brings forms of one word together', () => {
    for (const [one, other] of [
      ['refunds', 'refunded'],
      ['approve', 'approving'],
      ['company’s', "company's"],
      ['classes', 'class'],
      ['planned', 'planning'],
    ]) {
      expect(terms(one!)[0]).toBe(terms(other!)[0]);
    }
  });

  it('unites Japanese words with bigrams, without particles and purely hiragana bigrams', () => {
    expect(terms('有給休暇の申請')).toEqual(
      expect.arrayContaining(['休暇', '申請', '~有給', '~給休', '~休暇', '~暇の', '~申請']),
    );
    expect(terms('有給休暇の申請')).not.toContain('の');
    expect(terms('なければならない')).not.toContain('~なけ');
  });

  it('keeps codes whole beside their parts', () => {
    expect(terms('Error PPR-9087を確認')).toEqual(expect.arrayContaining(['ppr9087', '9087', 'ppr']));
    expect(terms('v2.3.1')).toContain('2.3.1');
    expect(terms('PPR9087')).toEqual(expect.arrayContaining(['ppr9087', '9087', 'ppr']));
    expect(terms('max_tokens')).toContain('max_tokens');
    expect(terms('well-known')).not.toContain('well-known');
  });

  it('makes no difference between widths, cases, hyphens and thousands separators', () => {
    expect(terms('ＰＰＲ－９０８７ ﾃｽﾄ １，０００')).toEqual(terms('ppr‐9087 テスト 1000'));
    expect(terms('PPRー９０８７')).toEqual(terms('PPR-9087'));
  });

  it.each([
    ['サーバーの設定', 'サーバの設定'],
    ['プリンター', 'ﾌﾟﾘﾝﾀ'],
    ['ヴァイオリン', 'バイオリン'],
    ['髙橋と﨑田', '高橋と崎田'],
  ])('finds %s by %s', (one, other) => {
    expect(terms(one)).toEqual(terms(other));
  });

  it('keeps the long vowel of short words, and between vowels', () => {
    expect(terms('コピー')).not.toEqual(terms('コピ'));
    expect(terms('キー')).not.toEqual(terms('キ'));
    expect(terms('データベース')).toContain('データベース');
  });

  it('finds a compound verb by its kanji alone', () => {
    expect(terms('申し込み')).toContain('~申込');
    expect(terms('申込')).toContain('~申込');
  });

  it('keeps characters outside the basic plane whole, and cuts what is too long', () => {
    expect(terms('𠮷野家')).toContain('~𠮷野');
    for (const term of terms(`${'9'.repeat(63)}${'𝟙𐐀'.repeat(50)}`)) {
      expect(term).not.toMatch(/\p{Cs}/u);
      expect(term.length).toBeLessThanOrEqual(64);
    }
  });

  it('takes text without any break in its stride', () => {
    expect(terms('有給休暇申請手続'.repeat(20_000)).length).toBeGreaterThan(160_000);
  });

  it('finds words in scripts without spaces other than Japanese', () => {
    expect(terms('สวัสดีชาวโลก').length).toBeGreaterThan(1);
  });

  it('finds nothing in punctuation and emoji', () => {
    expect(terms('… 。 !? 😀 --')).toEqual([]);
  });
});
