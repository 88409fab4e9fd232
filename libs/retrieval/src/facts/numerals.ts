const KANJI_DIGITS = '〇一二三四五六七八九';
const SMALL_UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const LARGE_UNITS: Record<string, number> = { 万: 1e4, 億: 1e8, 兆: 1e12 };
const ENGLISH_WORDS = [
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
  'eighteen nineteen twenty',
]
  .join(' ')
  .split(' ');
const TENS = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const ENGLISH_VALUES = new Map([
  ...ENGLISH_WORDS.map((word, value) => [word, value] as const),
  ...TENS.map((word, index) => [word, 30 + 10 * index] as const),
]);
const ENGLISH_UNITS: Record<string, number> = {
  hundred: 100,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?`;
const KANJI = '[〇一二三四五六七八九十百千]';
/** A number in Japanese: "1,000", "3万5千", "1.5億", "二十五", "二〇二四". To be used on folded text. */
export const JAPANESE_NUMERAL = `(?:${DIGITS}|${KANJI}+)(?:\\s?[千万億兆](?:(?:${DIGITS})[千百]?|${KANJI}+)?)*`;
/** Digits or kanji of a small number, as dates and times have them. */
export const SMALL_NUMERAL = String.raw`(?:\d{1,2}|[〇一二三四五六七八九十]{1,3})`;
const WORD = [...ENGLISH_VALUES.keys()].join('|');
/** A number in English words: "thirty", "twenty-five", "one hundred and fifty thousand". */
export const ENGLISH_NUMERAL = String.raw`(?:(?:${WORD}|a(?=\s(?:hundred|thousand|million|billion|trillion)\b))(?:[\s-](?:and\s)?(?:${WORD}|${Object.keys(ENGLISH_UNITS).join('|')}))*)`;

/** The value of what {@link JAPANESE_NUMERAL} matches: "3万5千" is 35,000, "二〇二四" 2,024. */
export function valueOfJapanese(numeral: string): number {
  const text = numeral.replaceAll(/[,\s]/g, '');
  let total = 0;
  for (const [, part = '', unit = ''] of text.matchAll(/([^万億兆]*)([万億兆]?)/g)) {
    if (part === '' && unit === '') continue;
    total += (part === '' ? 1 : belowTenThousand(part)) * (LARGE_UNITS[unit] ?? 1);
  }
  return exact(total);
}

function belowTenThousand(part: string): number {
  if (!/[十百千]/.test(part)) {
    const digits = Array.from(part, (digit) =>
      KANJI_DIGITS.includes(digit) ? KANJI_DIGITS.indexOf(digit) : digit,
    );
    return Number(digits.join(''));
  }
  let total = 0;
  for (const [, digits = '', unit = ''] of part.matchAll(/([\d.〇一二三四五六七八九]*)([十百千]?)/g)) {
    if (digits === '' && unit === '') continue;
    total += (digits === '' ? 1 : belowTenThousand(digits)) * (SMALL_UNITS[unit] ?? 1);
  }
  return total;
}

/** The value of what {@link ENGLISH_NUMERAL} matches. */
export function valueOfEnglish(numeral: string): number {
  let total = 0;
  let group = 0;
  for (const word of numeral.split(/[\s-]+/)) {
    const unit = ENGLISH_UNITS[word];
    if (unit === undefined) group += word === 'a' ? 1 : (ENGLISH_VALUES.get(word) ?? 0);
    else if (unit === 100) group = Math.max(1, group) * unit;
    else {
      total += Math.max(1, group) * unit;
      group = 0;
    }
  }
  return total + group;
}

/** "million" → 1,000,000. */
export function valueOfScale(word: string | undefined): number {
  return word === undefined ? 1 : (ENGLISH_UNITS[word] ?? 1);
}

/** Without what binary fractions add: 1.1 × 10,000 is 11,000. */
export function exact(value: number): number {
  return Number(value.toPrecision(12));
}
