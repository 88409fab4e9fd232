import * as fc from 'fast-check';
import { bearsFacts, claimFacts, textFacts } from './facts.js';

const bears = (claim: string, text: string): boolean => bearsFacts(claimFacts(claim), textFacts(text));

describe('bearsFacts', () => {
  it.each([
    ['1,000', '1000', '１，０００', '1,000.0'],
    ['¥1,000', '1,000円', '千円', '1000 yen', '￥１０００'],
    ['10%', '10 %', '10パーセント', '1割', 'ten percent', '10 percent'],
    ['3万5千円', '35,000円', '3.5万円', '三万五千円'],
    ['1.5 million yen', '150万円', '1,500,000 yen'],
    [
      '2024-05-01',
      'May 1, 2024',
      '1 May 2024',
      '2024年5月1日',
      '2024/5/1',
      '令和6年5月1日',
      'R6.5.1',
      '２０２４年５月１日',
    ],
    ['May 1st', '5月1日', 'the 1st of May', '五月一日'],
    ['平成31年4月', '2019年4月', 'April 2019'],
    ['令和元年', '2019年', '平成31年'],
    ['昭和64年1月7日', '1989年1月7日', 'January 7, 1989'],
    ['15:00', '午後3時', '3 p.m.', '3:00 PM', '15時'],
    ['9:30 a.m.', '午前9時30分', '午前9時半', '9:30'],
    ['30 days', '30日', 'thirty days', '三十日間'],
    ['2 weeks', '14日間', '２週間', 'two weeks'],
    ['90 minutes', '1.5時間', '90分'],
    ['5営業日', '5 business days', '五営業日', 'five working days'],
    ['7世紀', 'the 7th century', '第7世紀', 'the seventh century'],
    ['毎週月曜日', 'every Monday', '月曜'],
    ['PPR-9087', 'ＰＰＲ－９０８７', 'PPR 9087', 'ppr9087'],
    ['5 km', '5,000 metres', '5キロメートル'],
  ])('takes %s, %s, %s and so on for the same', (...forms) => {
    for (const claim of forms) {
      for (const text of forms)
        expect([claim, text, bears(claim, `… ${text} …`)]).toEqual([claim, text, true]);
    }
  });

  it.each([
    ['30 days', '30 minutes'],
    ['5営業日', '5日'],
    ['10%', '10円'],
    ['1割', '1円'],
    ['$100', '100円'],
    ['2024年5月1日', '2023年5月1日'],
    ['2024年5月1日', '2024年5月11日'],
    ['令和5年', '2024年'],
    ['昭和64年1月8日', '1989年1月8日'],
    ['令和元年4月1日', '2019年4月1日'],
    ['May 2, 2024', '2024年5月1日'],
    ['5月1日', '2024年1月5日'],
    ['午後3時', '午前3時'],
    ['午後3時', '3時'],
    ['9:00 p.m.', '9:00'],
    ['15:00', '5:00'],
    ['四日間', '四つの部署'],
    ['the 4th century', 'the four caliphs of the 7th century'],
    ['1世', '一部の社員は3世'],
    ['PPR-9088', 'PPR-9087'],
    ['version 2.3.1', 'version 2.31'],
    ['version 2.3.1', 'version 2.3.1.4'],
    ['on Tuesday', 'on Monday'],
    ['05/04/2024', '2024年5月4日'],
    ['Ask Ann', 'The annual report. Ask Bob'],
  ])('does not find %s in %s', (claim, text) => expect(bears(claim, text)).toBe(false));

  it.each([
    ['May 1', 'on May 1, 2024'],
    ['2024年', '2024年5月1日から'],
    ['2024', '令和6年'],
    ['3時', '午後3時に'],
    ['2024年5月1日', '2024年の予定：5月1日に開始'],
    ['30', '三十日'],
    ['05/04/2024', 'due 05/04/2024'],
    ['平成35年3月まで', '平成35年3月に終了'],
    ['5月1日', '締切は5/1です'],
    ['佐藤さんに渡す', '鍵は佐藤様に返す'],
    ['ジョン・スミスが担当', 'ｼﾞｮﾝ・ｽﾐｽ'],
    ['give it to Zoë', 'Zoe collects it'],
    ["at Mr. Sato's desk", 'the desk of Mr. SATO'],
    ['お客様に渡す', '購入者に渡す'],
    ['You may ask one of them', 'Somebody helps'],
    ['一般的に十分です', 'たいてい足りる'],
  ])('finds %s in %s', (claim, text) => expect(bears(claim, text)).toBe(true));

  const amount = fc.integer({ min: 2, max: 9_999_999 });
  const form = fc.constantFrom<(n: number) => string>(
    (n) => `${n}`,
    (n) => n.toLocaleString('en-US'),
    (n) => `${n}円`,
    (n) => `¥${n.toLocaleString('en-US')}`,
    (n) => `${n} yen`,
    (n) => `${n}円`.replaceAll(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0)),
    (n) => (n % 10_000 === 0 ? `${n / 10_000}万円` : `${n}円`),
  );

  it('compares amounts by value in both directions, however they are written', () => {
    fc.assert(
      fc.property(amount, form, form, (n, one, other) => {
        expect(bears(one(n), other(n))).toBe(true);
        expect(bears(other(n), one(n))).toBe(true);
      }),
    );
  });

  const day = fc.record({
    year: fc.integer({ min: 2020, max: 2099 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
  });
  type Day = { year: number; month: number; day: number };
  const english = (d: Day): string =>
    new Date(Date.UTC(d.year, d.month - 1, d.day)).toUTCString().slice(5, 16);
  const written = fc.constantFrom<(d: Day) => string>(
    (d) => `${d.year}年${d.month}月${d.day}日`,
    (d) => `${d.year}-${String(d.month).padStart(2, '0')}-${String(d.day).padStart(2, '0')}`,
    (d) => `令和${d.year - 2018}年${d.month}月${d.day}日`,
    (d) => `R${d.year - 2018}.${d.month}.${d.day}`,
    english,
  );

  it('takes two days for the same only when they are', () => {
    fc.assert(
      fc.property(day, day, written, written, (a, b, one, other) => {
        const same = a.year === b.year && a.month === b.month && a.day === b.day;
        expect(bears(one(a), other(a))).toBe(true);
        expect(bears(one(a), other(b))).toBe(same);
      }),
    );
  });

  it('never bears a claim of which one digit was changed', () => {
    const sentence = fc.constantFrom<(n: string) => string>(
      (n) => `The fee is ${n} yen.`,
      (n) => `It takes ${n} days.`,
      (n) => `手数料は${n}円です。`,
      (n) => `${n}日以内に申請してください。`,
      (n) => `エラー KT-${n} を確認してください。`,
      (n) => `Version 3.${n}.7 is needed.`,
      (n) => `割引は${n}%です。`,
    );
    fc.assert(
      fc.property(sentence, amount, fc.nat(), fc.integer({ min: 1, max: 9 }), (write, n, at, by) => {
        const digits = String(n).split('');
        const place = at % digits.length;
        digits[place] = String((Number(digits[place]) + by) % 10);
        fc.pre(digits[0] !== '0');
        expect(bears(write(String(n)), write(String(n)))).toBe(true);
        expect(bears(write(digits.join('')), write(String(n)))).toBe(false);
      }),
    );
  });
});
