import { detectLanguage, fold, type Language } from '#language';
import { datesIn, saysDate, type DateFact } from './dates.js';
import { namesAppear, namesIn, type Names } from './names.js';
import { isNumber, type Dimension, type NumberFact } from './number-fact.js';
import { quantitiesIn } from './quantities.js';
import { saysTime, timesIn, type TimeFact } from './times.js';

/**
 * The checkable parts of a claim: what has to stand in a text that is to bear it. Each is compared by what it means and
 * not by how it is written, where that is sure.
 */
export interface ClaimFacts extends Names {
  dates: DateFact[];
  times: TimeFact[];
  numbers: NumberFact[];
  /** 0 is Sunday. */
  weekdays: number[];
}

/** What a text says that a claim could rest on. */
export interface TextFacts {
  text: string;
  dates: DateFact[];
  times: TimeFact[];
  numbers: NumberFact[];
  weekdays: number[];
}

const WEEKDAYS: [string, RegExp][] = [
  ['日', /\bsundays?\b/g],
  ['月', /\bmondays?\b/g],
  ['火', /\btuesdays?\b/g],
  ['水', /\bwednesdays?\b/g],
  ['木', /\bthursdays?\b/g],
  ['金', /\bfridays?\b/g],
  ['土', /\bsaturdays?\b/g],
];

/** Reads the facts of a claim. */
export function claimFacts(claim: string, language: Language = detectLanguage(claim)): ClaimFacts {
  const japanese = language === 'ja';
  const dated = datesIn(fold(claim), japanese);
  const { codes, names, rest: unnamed } = namesIn(withoutDates(claim, dated.rest), japanese);
  const { times, rest } = timesIn(fold(unnamed));
  return {
    codes,
    names: [...names, ...dated.unsure],
    dates: dated.dates,
    times,
    numbers: quantitiesIn(rest).filter(isSure),
    weekdays: weekdaysIn(fold(claim)),
  };
}

/** Reads the facts of a text. */
export function textFacts(text: string, language: Language = detectLanguage(text)): TextFacts {
  const folded = fold(text);
  const { dates, rest } = datesIn(folded, language === 'ja');
  const { times, rest: others } = timesIn(rest);
  return { text, dates, times, numbers: quantitiesIn(others), weekdays: weekdaysIn(folded) };
}

/** The facts of texts that stand one after another in `text`. */
export function joinFacts(parts: readonly TextFacts[], text: string): TextFacts {
  return {
    text,
    dates: parts.flatMap(({ dates }) => dates),
    times: parts.flatMap(({ times }) => times),
    numbers: parts.flatMap(({ numbers }) => numbers),
    weekdays: parts.flatMap(({ weekdays }) => weekdays),
  };
}

/** Whether every fact of a claim stands in the text. */
export function bearsFacts(claim: ClaimFacts, text: TextFacts): boolean {
  const numbers = [...text.numbers, ...text.dates.flatMap(numbersOfDate), ...text.times.map(numberOfTime)];
  const years = new Set(numbers.map(({ written }) => written));
  return (
    claim.numbers.every((number) => numbers.some((own) => isNumber(number, own))) &&
    claim.dates.every((date) => saysDate(date, text.dates, years) || isYearAmong(date, years)) &&
    claim.times.every((time) => saysTime(time, text.times)) &&
    claim.weekdays.every((day) => text.weekdays.includes(day)) &&
    namesAppear(claim, text.text)
  );
}

/** Whether the text lacks a quantity of the claim and gives another one of the same kind: 5 euros for 12 euros. */
export function rivals(claim: ClaimFacts, text: TextFacts): boolean {
  return claim.numbers.some(
    (number) =>
      number.readings.length > 0 &&
      !text.numbers.some((own) => isNumber(number, own)) &&
      text.numbers.some((own) => own.readings.some(([kind]) => kind === number.readings[0]![0])),
  );
}

/** How many facts a claim has. */
export function countFacts({ codes, names, dates, times, numbers, weekdays }: ClaimFacts): number {
  return codes.length + names.length + dates.length + times.length + numbers.length + weekdays.length;
}

/** Numerals in words and kanji are numbers for certain only before a unit, and one ("一人", "one day") not even then. */
function isSure({ inFigures, readings, written }: NumberFact): boolean {
  return inFigures || (readings.length > 0 && written >= 2);
}

/** The claim with its case, and spaces where its dates were; offsets agree only while folding changes no length. */
function withoutDates(claim: string, rest: string): string {
  const normal = claim.normalize('NFKC');
  if (normal.length !== rest.length) return rest;
  return Array.from({ length: normal.length }, (_, at) => (rest[at] === ' ' ? ' ' : normal[at])).join('');
}

function weekdaysIn(folded: string): number[] {
  return WEEKDAYS.flatMap(([kanji, english], day) =>
    folded.includes(`${kanji}曜`) || folded.match(english) !== null ? [day] : [],
  );
}

function isYearAmong({ year, month }: DateFact, numbers: ReadonlySet<number>): boolean {
  return year !== undefined && month === undefined && numbers.has(year);
}

function numbersOfDate({ year, month, day }: DateFact): NumberFact[] {
  const parts: [Dimension, number | undefined][] = [
    ['year', year],
    ['month', month],
    ['day', day],
  ];
  return parts.flatMap(([dimension, value]) =>
    value === undefined ? [] : [{ written: value, readings: [[dimension, value]] as const, inFigures: true }],
  );
}

function numberOfTime({ hour }: TimeFact): NumberFact {
  return { written: hour, readings: [['o’clock', hour]], inFigures: true };
}
