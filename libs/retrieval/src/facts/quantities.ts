import {
  ENGLISH_NUMERAL,
  exact,
  JAPANESE_NUMERAL,
  valueOfEnglish,
  valueOfJapanese,
  valueOfScale,
} from './numerals.js';
import type { Dimension, NumberFact } from './number-fact.js';

/** Units by their spelling in folded text, longest first, with what one of them is in other dimensions. */
const UNITS: readonly [RegExp, readonly (readonly [Dimension, number])[]][] = [
  [/^(?:営業日|(?:business|working)[\s-]days?)/, [['business day', 1]]],
  [/^(?:日間?|days?\b)/, [['day', 1]]],
  [
    /^(?:週間?|weeks?\b)/,
    [
      ['week', 1],
      ['day', 7],
    ],
  ],
  [/^(?:(?:[かヶカケ]|箇)月間?|months?\b)/, [['month', 1]]],
  [
    /^(?:年間?|years?\b|yrs?\b)/,
    [
      ['year', 1],
      ['month', 12],
    ],
  ],
  [
    /^(?:時間|hours?\b|hrs?\b)/,
    [
      ['hour', 1],
      ['minute', 60],
    ],
  ],
  [
    /^(?:分間?|minutes?\b|mins?\b)/,
    [
      ['minute', 1],
      ['hour', 1 / 60],
      ['second', 60],
    ],
  ],
  [
    /^(?:秒間?|seconds?\b|secs?\b)/,
    [
      ['second', 1],
      ['minute', 1 / 60],
    ],
  ],
  [/^(?:%|パーセント|percent\b|per cent\b)/, [['percent', 1]]],
  [/^(?:円|yen\b|jpy\b)/, [['yen', 1]]],
  [/^(?:ドル|dollars?\b|usd\b)/, [['dollar', 1]]],
  [/^(?:ユーロ|euros?\b|eur\b|€)/, [['euro', 1]]],
  [/^(?:gbp\b)/, [['pound', 1]]],
  [/^(?:人|名(?![一-龠])|people\b|persons?\b)/, [['person', 1]]],
  [/^(?:km\b|キロメートル|kilomet(?:re|er)s?\b)/, [['metre', 1000]]],
  [/^(?:cm\b|センチ(?:メートル)?|centimet(?:re|er)s?\b)/, [['metre', 0.01]]],
  [/^(?:mm\b|ミリメートル|millimet(?:re|er)s?\b)/, [['metre', 0.001]]],
  [/^(?:メートル|met(?:re|er)s?\b)/, [['metre', 1]]],
  [/^(?:kg\b|キログラム|kilograms?\b)/, [['gram', 1000]]],
  [/^(?:グラム|grams?\b)/, [['gram', 1]]],
  [/^(?:kb\b|キロバイト|kilobytes?\b)/, [['byte', 1e3]]],
  [/^(?:mb\b|メガバイト|megabytes?\b)/, [['byte', 1e6]]],
  [/^(?:gb\b|ギガバイト|gigabytes?\b)/, [['byte', 1e9]]],
  [/^(?:tb\b|テラバイト|terabytes?\b)/, [['byte', 1e12]]],
];
/** 7世紀, 第2回 and "4th" are no counts. */
const ORDINAL = /^(?:st|nd|rd|th)\b|^(?:世紀?|代目|番目?|回目|年目|年生|位|条|章|項|号|級|期|章)/;
/** What makes a kanji numeral without a unit a number. */
const COUNTER = /^(?:つ|[代世回個件章条項階倍歳号位番種校社台本冊枚次級点期票頭匹軒隻便通口泊]|[万億兆千])/;
const CURRENCIES: Record<string, Dimension> = { '¥': 'yen', $: 'dollar', '€': 'euro', '£': 'pound' };

const TENTHS = /([\d.]+|[一二三四五六七八九])割(?:([\d.]+|[一二三四五六七八九])分)?/g;
const IN_FIGURES = new RegExp(
  `(?<![\\d.])([¥$€£]\\s?)?(${JAPANESE_NUMERAL})(?:[\\s-]?(thousand|million|billion|trillion)\\b)?`,
  'g',
);
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ');
const ORDINAL_WORDS = new RegExp(`\\b(?:${ORDINALS.join('|')})\\b`, 'g');
const IN_WORDS = new RegExp(`\\b(${ENGLISH_NUMERAL})\\b`, 'g');

/** The numbers of a folded text with what they count: "1,000円", "¥1000", "千円" and "1000 yen" are one. */
export function quantitiesIn(folded: string): NumberFact[] {
  const found: NumberFact[] = [];
  const rest = folded.replaceAll(TENTHS, (match, tenths: string, hundredths: string | undefined) => {
    const value = 10 * valueOfJapanese(tenths) + (hundredths === undefined ? 0 : valueOfJapanese(hundredths));
    found.push({ written: value, readings: [['percent', exact(value)]], inFigures: true });
    return ' '.repeat(match.length);
  });
  for (const match of rest.matchAll(IN_FIGURES)) {
    const [whole, currency, numeral = '', scale] = match;
    const written = exact(valueOfJapanese(numeral) * valueOfScale(scale));
    const after = rest.slice(match.index + whole.length);
    const readings: NumberFact['readings'] =
      currency === undefined
        ? readingsOf(written, after)
        : [[CURRENCIES[currency.trim()] ?? 'dollar', written]];
    const inFigures = /\d/.test(numeral);
    if (numeral === '十' && after.startsWith('分') && !after.startsWith('分間')) continue; // 十分: enough
    const ordinal = readings.length === 0 && (ORDINAL.test(after) || rest.charAt(match.index - 1) === '第');
    if (ordinal) found.push({ written, readings: [['ordinal', written]], inFigures });
    else if (inFigures || readings.length > 0 || COUNTER.test(after))
      found.push({ written, readings, inFigures });
  }
  for (const match of rest.matchAll(IN_WORDS)) {
    const written = valueOfEnglish(match[1]!);
    const readings = readingsOf(written, rest.slice(match.index + match[0].length));
    if (written > 1 || readings.length > 0) found.push({ written, readings, inFigures: false });
  }
  for (const [word] of rest.matchAll(ORDINAL_WORDS)) {
    const written = ORDINALS.indexOf(word) + 1;
    found.push({ written, readings: [['ordinal', written]], inFigures: false });
  }
  return found;
}

function readingsOf(written: number, after: string): NumberFact['readings'] {
  const unit = after.slice(0, 24).replace(/^[\s-]/, '');
  const known = UNITS.find(([spelling]) => spelling.test(unit));
  return known?.[1].map(([dimension, factor]) => [dimension, exact(written * factor)] as const) ?? [];
}
