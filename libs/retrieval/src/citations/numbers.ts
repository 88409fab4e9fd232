import { fold } from '#language';

const NUMBER = /(?<![\d.])(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?\s?([千万億兆])?/g;
const UNITS: Record<string, number> = { 千: 1e3, 万: 1e4, 億: 1e8, 兆: 1e12 };
const KANJI_NUMBER = /[〇一二三四五六七八九十百千]+/g;
const KANJI_DIGITS = '〇一二三四五六七八九';
const KANJI_TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const WORDS = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen twenty',
]
  .join(' ')
  .split(' ');
const TENS = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const SPELLED = new Map([
  ...WORDS.map((word, value) => [word, value] as const),
  ...TENS.map((word, index) => [word, 30 + 10 * index] as const),
  ['hundred', 100] as const,
]);

/** The numbers that a text writes in digits, by value: "1,000", "1000" and "１０００" are one; "1万" is 10,000. */
export function numbersIn(text: string): Set<number> {
  const numbers = new Set<number>();
  // the full hour of "9:00" is not a number of its own
  for (const [, whole, fraction, unit] of fold(text)
    .replace(/(\d):00\b/g, '$1')
    .matchAll(NUMBER)) {
    const value = Number(`${whole!.replaceAll(',', '')}${fraction ?? ''}`);
    numbers.add(value * (unit === undefined ? 1 : UNITS[unit]!));
  }
  return numbers;
}

/** The numbers that a text writes in digits, kanji or English words: what a claim's digits may be founded on. */
export function allNumbersIn(text: string): Set<number> {
  const numbers = numbersIn(text);
  const folded = fold(text);
  for (const [kanji] of folded.matchAll(KANJI_NUMBER)) numbers.add(valueOfKanji(kanji));
  for (const [word] of folded.matchAll(/[a-z]+/g)) {
    const value = SPELLED.get(word);
    if (value !== undefined) numbers.add(value);
  }
  return numbers;
}

/** "二十五" is 25, "二〇二四" 2024. */
function valueOfKanji(kanji: string): number {
  if (!/[十百千]/.test(kanji))
    return Number(Array.from(kanji, (digit) => KANJI_DIGITS.indexOf(digit)).join(''));
  let total = 0;
  let digit: number | null = null;
  for (const character of kanji) {
    const ten = KANJI_TENS[character];
    if (ten === undefined) digit = KANJI_DIGITS.indexOf(character);
    else {
      total += (digit ?? 1) * ten;
      digit = null;
    }
  }
  return total + (digit ?? 0);
}
