import { en, type Texts } from './en.js';
import { ja } from './ja.js';

/** The page speaks Japanese to browsers that prefer it to English, and English to all others. */
export const language: 'ja' | 'en' = preferred(navigator.languages);

/** Every text of the page. */
export const t: Texts = language === 'ja' ? ja : en;

/** The first of the languages that the page speaks. */
function preferred(languages: readonly string[]): 'ja' | 'en' {
  const known = languages.map((tag) => tag.toLowerCase().split('-')[0]);
  return known.find((tag) => tag === 'ja' || tag === 'en') === 'ja' ? 'ja' : 'en';
}

const numbers = new Intl.NumberFormat(language);
const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

export const formatNumber = (value: number): string => numbers.format(value);
/** A day, or the day of a moment. */
export const formatDay = (iso: string): string => days.format(new Date(iso));
export const formatMoment = (iso: string): string => moments.format(new Date(iso));

/** Bytes in the unit that people use for files of that size. */
export function formatSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power],
    // The short form of bytes is "36 byte".
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumSignificantDigits: 3,
  }).format(bytes / 1000 ** power);
}
