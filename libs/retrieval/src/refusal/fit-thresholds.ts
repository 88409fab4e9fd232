import type { LanguageThresholds, RefusalThresholds } from '#contracts';
import type { Language } from '#language';
import { defaultThresholds, type Nearness } from './decide-refusal.js';

/** A question of which it is known whether the documents answer it, and what was measured of it. */
export interface RefusalSample extends Nearness {
  answerable: boolean;
  /** Of its answer; null when there is none, or it could not be judged. */
  support: number | null;
}

export interface FitOptions {
  /** Share of the answerable questions that may be refused, by each of the two decisions; 0.01 by default. */
  mostFalseRefusals?: number;
}

/** Questions of a kind and language that a fit needs at least: fewer say too little about one in a hundred. */
const LEAST_SAMPLES = 20;
/** Values of each signal that are tried as threshold, spread evenly over the samples. */
const TRIED = 200;

/**
 * The thresholds that refuse most of the unanswerable questions while at most `mostFalseRefusals` of the answerable ones
 * are refused: of two signals every pair of up to 200 values each is tried. A language with fewer than 20 questions of
 * either kind keeps the defaults.
 */
export function fitThresholds(
  samples: readonly RefusalSample[],
  { mostFalseRefusals = 0.01 }: FitOptions = {},
): RefusalThresholds {
  return {
    ja: fitLanguage('ja', samples, mostFalseRefusals),
    en: fitLanguage('en', samples, mostFalseRefusals),
  };
}

function fitLanguage(
  language: Language,
  all: readonly RefusalSample[],
  mostFalseRefusals: number,
): LanguageThresholds {
  const samples = all.filter((sample) => sample.language === language);
  const inside = samples.filter(({ answerable }) => answerable);
  const outside = samples.filter(({ answerable }) => !answerable);
  if (Math.min(inside.length, outside.length) < LEAST_SAMPLES) return defaultThresholds[language];
  // A reranker has read both texts, and so knows better than the embedding that chose them for it.
  const meaning = (['rerank', 'similarity'] as const).find((signal) =>
    samples.every((sample) => sample[signal] !== null),
  );
  const allowed = Math.floor(mostFalseRefusals * inside.length);
  const early = fitPair(inside, outside, (sample) => (meaning ? sample[meaning]! : -1), allowed);
  return {
    coverage: early.coverage,
    similarity: meaning === 'similarity' ? early.meaning : meaning === undefined ? null : 1,
    rerank: meaning === 'rerank' ? early.meaning : null,
    support: fitSupport(inside, outside, mostFalseRefusals) ?? defaultThresholds[language].support,
  };
}

function fitPair(
  inside: readonly RefusalSample[],
  outside: readonly RefusalSample[],
  meaningOf: (sample: RefusalSample) => number,
  allowed: number,
): { coverage: number; meaning: number } {
  const coverages = candidates([...inside, ...outside].map(({ coverage }) => coverage));
  const meanings = candidates([...inside, ...outside].map(meaningOf));
  let best = { coverage: 0, meaning: 0, refused: 0 };
  for (const meaning of meanings) {
    const isFar = (sample: RefusalSample): boolean => meaningOf(sample) < meaning;
    const near = inside.filter(isFar).map(({ coverage }) => coverage);
    const far = outside.filter(isFar).map(({ coverage }) => coverage);
    for (const coverage of coverages) {
      if (countBelow(near, coverage) > allowed) break;
      const refused = countBelow(far, coverage);
      // of equal ones the lowest: it leaves most room for questions that are not in the sample
      if (refused > best.refused) best = { coverage, meaning, refused };
    }
  }
  return best;
}

function fitSupport(
  inside: readonly RefusalSample[],
  outside: readonly RefusalSample[],
  mostFalseRefusals: number,
): number | null {
  const own = supports(inside);
  const others = supports(outside);
  if (Math.min(own.length, others.length) < LEAST_SAMPLES) return null;
  const allowed = Math.floor(mostFalseRefusals * own.length);
  let best = { support: 0, refused: 0 };
  for (const support of candidates([...own, ...others])) {
    if (countBelow(own, support) > allowed) break;
    const refused = countBelow(others, support);
    if (refused > best.refused) best = { support, refused };
  }
  return best.support;
}

function supports(samples: readonly RefusalSample[]): number[] {
  return samples.flatMap(({ support }) => (support === null ? [] : [support]));
}

/** Values just above which something would no longer be refused, ascending, from 0 to 1. */
function candidates(values: readonly number[]): number[] {
  const sorted = [...new Set(values.map((value) => Math.min(1, Math.max(0, value))))].sort((a, b) => a - b);
  const step = Math.max(1, sorted.length / TRIED);
  const tried = Array.from(
    { length: Math.ceil(sorted.length / step) },
    (_, i) => sorted[Math.floor(i * step)]!,
  );
  return [...new Set([...tried, 1])];
}

function countBelow(values: readonly number[], threshold: number): number {
  let count = 0;
  for (const value of values) if (value < threshold) count++;
  return count;
}
