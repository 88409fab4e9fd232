/** What kind of quantity a number is, where its text says so. */
export type Dimension =
  | 'percent'
  | 'business day'
  | 'day'
  | 'week'
  | 'month'
  | 'year'
  | 'hour'
  | 'minute'
  | 'second'
  | 'o’clock'
  | 'ordinal'
  | 'gram'
  | 'metre'
  | 'byte'
  | 'person'
  | 'yen'
  | 'dollar'
  | 'euro'
  | 'pound';

/** A number of a text: as it is written, and what it is in each dimension in which it can be said. */
export interface NumberFact {
  written: number;
  /** Empty when nothing says what it counts. "2 weeks" is 2 weeks and 14 days. */
  readings: readonly (readonly [Dimension, number])[];
  /** Written in figures; else in kanji or words, which are often no numbers at all ("一般", "one of them"). */
  inFigures: boolean;
}

/**
 * Whether a text's number can be the claimed one. Where both say what they count that must agree, so that 30 days are
 * not 30 minutes; else the figures decide. A number in words that says nothing ("the four cities") is none of days.
 */
export function isNumber(claimed: NumberFact, own: NumberFact): boolean {
  if (own.readings.length === 0 && !own.inFigures && claimed.readings.length > 0) return false;
  if (claimed.readings.length === 0 || own.readings.length === 0) return claimed.written === own.written;
  return claimed.readings.some(([dimension, value]) =>
    own.readings.some(([other, its]) => dimension === other && value === its),
  );
}
