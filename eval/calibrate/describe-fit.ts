import type { RefusalThresholds } from '#contracts';
import type { Language } from '#language';
import { isOutside, isUnfounded, type RefusalSample } from '#retrieval';
import { markdownTable, percent } from '../report/markdown.js';

const LANGUAGES: readonly Language[] = ['en', 'ja'];

/** What the thresholds do to the questions that they were fitted on, beside the defaults. */
export function describeFit(samples: readonly RefusalSample[], fitted: RefusalThresholds): string {
  const rows = LANGUAGES.flatMap((language) => {
    const own = samples.filter((sample) => sample.language === language);
    if (own.length === 0) return [];
    return (['defaults', 'fitted'] as const).map((name) => {
      const thresholds = name === 'fitted' ? fitted : undefined;
      const share = (answerable: boolean): string => {
        const asked = own.filter((sample) => sample.answerable === answerable);
        if (asked.length === 0) return '';
        const refused = asked.filter((sample) => isRefused(sample, thresholds)).length;
        return `${percent(refused / asked.length)} (${asked.length})`;
      };
      return [`${language}, ${name}`, share(true), share(false)];
    });
  });
  return markdownTable(['% refused (of so many)', 'answerable', 'unanswerable'], rows);
}

function isRefused(sample: RefusalSample, thresholds: RefusalThresholds | undefined): boolean {
  return isOutside(sample, thresholds) || isUnfounded(sample.support, sample.language, thresholds);
}
