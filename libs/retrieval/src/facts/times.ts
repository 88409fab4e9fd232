import { SMALL_NUMERAL, valueOfJapanese } from './numerals.js';

/** A time of day as it is written. */
export interface TimeFact {
  hour: number;
  minute: number;
  /** Which half of the day the text names; null when it does not. */
  half: 'am' | 'pm' | null;
  /** Written as a full hour of the clock ("3時", "3 o'clock"), by which people also mean 15:00. */
  loose: boolean;
}

const HALF = String.raw`(午前|午後|am|pm)?\s?`;
const FORMS: [RegExp, (groups: (string | undefined)[]) => TimeFact][] = [
  [
    new RegExp(`${HALF}(${SMALL_NUMERAL})時(?!間|[期代点])(?:(${SMALL_NUMERAL})分|(半))?`, 'g'),
    ([half, hour, minute, thirty]) =>
      time(half, hour!, thirty === undefined ? minute : '30', half === undefined),
  ],
  [
    new RegExp(`(午前|午後)\\s?(\\d{1,2}):(\\d{2})(?![\\d:])`, 'g'),
    ([half, hour, minute]) => time(half, hour!, minute, false),
  ],
  [
    /(?<![\d:.])(\d{1,2})(?::(\d{2}))?\s?([ap])\.?m\b\.?/g,
    ([hour, minute, half]) => time(`${half}m`, hour!, minute, false),
  ],
  [/(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:])/g, ([hour, minute]) => time(undefined, hour!, minute, false)],
  [/\b(\d{1,2})\s?o'clock\b/g, ([hour]) => time(undefined, hour!, undefined, true)],
  [/\bnoon\b|正午/g, () => ({ hour: 12, minute: 0, half: 'pm', loose: false })],
];

/** The times of day of a folded text, and the text without them (with spaces in their place). */
export function timesIn(folded: string): { times: TimeFact[]; rest: string } {
  const times: TimeFact[] = [];
  let rest = folded;
  for (const [form, read] of FORMS) {
    rest = rest.replace(form, (...matched: (string | number | undefined)[]) => {
      const [whole, ...groups] = matched.slice(0, -2) as (string | undefined)[];
      const found = read(groups);
      if (found.hour > 24 || found.minute > 59) return whole!;
      times.push(found);
      return ' '.repeat(whole!.length);
    });
  }
  return { times, rest };
}

/** Whether one of the times is the claimed one: 午後3時 is 15:00 and 3 p.m.; a bare "3時" may be either. */
export function saysTime(claimed: TimeFact, times: readonly TimeFact[]): boolean {
  return times.some((own) => {
    if (own.minute !== claimed.minute) return false;
    if (claimed.half !== null || own.half === null)
      return hourOf(claimed) === hourOf(own) || (claimed.loose && claimed.hour + 12 === own.hour);
    return (
      claimed.hour === own.hour ||
      claimed.hour === hourOf(own) ||
      (claimed.loose && claimed.hour + 12 === hourOf(own))
    );
  });
}

/** 0 … 23, as a text without half means it in 24 hours. */
function hourOf({ hour, half }: TimeFact): number {
  if (half === 'pm' && hour < 12) return hour + 12;
  return (half === 'am' && hour === 12) || hour === 24 ? 0 : hour;
}

function time(half: string | undefined, hour: string, minute: string | undefined, loose: boolean): TimeFact {
  return {
    hour: valueOfJapanese(hour),
    minute: minute === undefined ? 0 : valueOfJapanese(minute),
    half: half === undefined ? null : half === '午前' || half === 'am' ? 'am' : 'pm',
    loose,
  };
}
