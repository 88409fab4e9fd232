import { SMALL_NUMERAL, valueOfJapanese } from './numerals.js';

/** A date as far as a text gives it. A year alone, a month alone, and a day of a month are dates. */
export interface DateFact {
  year?: number;
  month?: number;
  day?: number;
}

/** First and last day of each era, as [year, month, day]; the last is open. */
const ERAS: Record<string, { from: [number, number, number]; to: [number, number, number] }> = {
  明治: { from: [1868, 1, 25], to: [1912, 7, 29] },
  大正: { from: [1912, 7, 30], to: [1926, 12, 24] },
  昭和: { from: [1926, 12, 25], to: [1989, 1, 7] },
  平成: { from: [1989, 1, 8], to: [2019, 4, 30] },
  令和: { from: [2019, 5, 1], to: [9999, 12, 31] },
};
const ERA_LETTERS: Record<string, string> = { m: '明治', t: '大正', s: '昭和', h: '平成', r: '令和' };

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const MONTH = String.raw`(jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)`;
/** Month names that are no other words, and the others after a word that makes them one. */
const MONTH_ALONE = String.raw`(?:\b(january|february|april|june|july|september|october|november|december)\b|(?<=\b(?:in|since|until|till|by|of|from|before|after|during|early|late|mid|every|each|last|next)[\s-])(march|may|august)\b)`;
const ORDINAL = '(?:st|nd|rd|th)?';
const DAY = String.raw`(\d{1,2})${ORDINAL}(?![\d:.,]\d|\d|%)`;
const YEAR = String.raw`(\d{4})(?!\d)`;
const N = SMALL_NUMERAL;

type Reader = (groups: (string | undefined)[]) => DateFact | 'unsure' | null;

/** Every way in which dates are written, in folded text; those that say more come first. */
const FORMS: [RegExp, Reader][] = [
  [
    new RegExp(`(明治|大正|昭和|平成|令和)\\s?(元|${N})年(?:度)?(?:\\s?(${N})月(?:\\s?(${N})日)?)?`, 'g'),
    ([era, year, month, day]) => ofEra(era!, year!, month, day),
  ],
  [
    /(?<![a-z\d])([mtshr])\.?(\d{1,2})[./](\d{1,2})[./](\d{1,2})(?![\d.])/g,
    ([letter, year, month, day]) => ofEra(ERA_LETTERS[letter!]!, year!, month, day),
  ],
  [
    new RegExp(
      `(?<!\\d)(\\d{4}|[一二][〇一二三四五六七八九]{3})年(?:度)?(?:\\s?(${N})月(?:\\s?(${N})日)?)?`,
      'g',
    ),
    ([year, month, day]) => date(year, month, day),
  ],
  [
    /(?<![\d.-])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])/g,
    ([year, , month, day]) => date(year, month, day),
  ],
  [
    // day and month in either order: sure only where one of them cannot be a month
    /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?!\d)/g,
    ([a, b, year]) => (Number(a) > 12 ? date(year, b, a) : Number(b) > 12 ? date(year, a, b) : 'unsure'),
  ],
  [
    new RegExp(`\\b${MONTH}\\s${DAY}(?:,?\\s(?:of\\s)?${YEAR})?`, 'g'),
    ([m, day, year]) => date(year, m, day),
  ],
  [
    new RegExp(
      `(?<![\\d.])(\\d{1,2})${ORDINAL}\\s(?:day\\s)?(?:of\\s)?${MONTH}(?![a-z])(?:,?\\s${YEAR})?`,
      'g',
    ),
    ([day, m, year]) => date(year, m, day),
  ],
  [new RegExp(`\\b${MONTH}(?:,|\\sof)?\\s${YEAR}`, 'g'), ([m, year]) => date(year, m, undefined)],
  [new RegExp(`(?<![\\d.か])(${N})月\\s?(${N})日`, 'g'), ([month, day]) => date(undefined, month, day)],
  [new RegExp(`(?<![\\d.か正])(${N})月(?![曜間面光])`, 'g'), ([month]) => date(undefined, month, undefined)],
  [new RegExp(MONTH_ALONE, 'g'), ([sure, other]) => date(undefined, sure ?? other, undefined)],
];
/** "5/1": a date in Japanese, which says the month first, and in English nobody knows. */
const SLASHED = /(?<![\d/.])(\d{1,2})\/(\d{1,2})(?![\d/.])/g;

/**
 * The dates of a folded text, and the text without them (with spaces in their place). `unsure` are dates of which nobody
 * can tell what day they mean ("05/04/2024", 昭和64年1月8日): only the same characters say the same.
 */
export function datesIn(
  folded: string,
  japanese: boolean,
): { dates: DateFact[]; unsure: string[]; rest: string } {
  const dates: DateFact[] = [];
  const unsure: string[] = [];
  let rest = folded;
  const forms: [RegExp, Reader][] = japanese
    ? [...FORMS, [SLASHED, ([month, day]) => date(undefined, month, day)]]
    : FORMS;
  for (const [form, read] of forms) {
    rest = rest.replace(form, (...matched: (string | number | undefined)[]) => {
      const [whole, ...groups] = matched.slice(0, -2) as (string | undefined)[];
      const found = read(groups);
      if (found === null) return whole!;
      if (found === 'unsure') unsure.push(whole!);
      else dates.push(found);
      return ' '.repeat(whole!.length);
    });
  }
  return { dates, unsure, rest };
}

/**
 * Whether a text with these dates says what a claim's date says: every part that the claim gives is there. A year may
 * stand apart from the month and day that it goes with.
 */
export function saysDate(claimed: DateFact, dates: readonly DateFact[], years: ReadonlySet<number>): boolean {
  return dates.some(
    (own) =>
      (claimed.month === undefined || claimed.month === own.month) &&
      (claimed.day === undefined || claimed.day === own.day) &&
      (claimed.year === undefined ||
        claimed.year === own.year ||
        (own.year === undefined && years.has(claimed.year))),
  );
}

function date(year: string | undefined, month: string | undefined, day: string | undefined): DateFact | null {
  const read = {
    ...(year !== undefined && { year: valueOfJapanese(year) }),
    ...(month !== undefined && { month: monthOf(month) }),
    ...(day !== undefined && { day: valueOfJapanese(day) }),
  };
  return inRange(read.month, 12) && inRange(read.day, 31) ? read : null;
}

function inRange(value: number | undefined, most: number): boolean {
  return value === undefined || (value >= 1 && value <= most);
}

function monthOf(month: string): number {
  const named = MONTHS.indexOf(month.slice(0, 3));
  return named >= 0 ? named + 1 : valueOfJapanese(month);
}

/** Not sure for a date that lies outside its era, like 昭和64年1月8日. */
function ofEra(
  era: string,
  yearOfEra: string,
  month: string | undefined,
  day: string | undefined,
): DateFact | 'unsure' | null {
  const { from, to } = ERAS[era]!;
  const year = from[0] - 1 + (yearOfEra === '元' ? 1 : valueOfJapanese(yearOfEra));
  const read = date(String(year), month, day);
  if (read === null) return null;
  const earliest = ordinal([year, read.month ?? 12, read.day ?? 31]);
  const latest = ordinal([year, read.month ?? 1, read.day ?? 1]);
  return earliest >= ordinal(from) && latest <= ordinal(to) ? read : 'unsure';
}

function ordinal([year, month, day]: [number, number, number]): number {
  return (year * 12 + month) * 31 + day;
}
