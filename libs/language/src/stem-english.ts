/** Words of at most this length are never shortened: too little would be left to tell them apart. */
const SHORTEST = 4;

/**
 * Brings the forms of an English word together by taking off plural, past and progressive endings only ("policies" →
 * "policy", "approved" and "approving" → "approv", "approve" → "approv").
 */
export function stemEnglish(word: string): string {
  if (word.length < SHORTEST) return word;
  let stem = word;
  if (stem.endsWith('ies') && stem.length > 4) return `${stem.slice(0, -3)}y`;
  if (stem.endsWith('sses')) stem = stem.slice(0, -2);
  else if (stem.endsWith('s') && !/(?:ss|us|is)$/.test(stem)) stem = stem.slice(0, -1);
  const suffix = /(?:ing|ed)$/.exec(stem)?.[0];
  if (suffix !== undefined) {
    const root = stem.slice(0, -suffix.length);
    if (root.length >= 3 && /[aeiouy]/.test(root)) {
      return /([bdfgmnprt])\1$/.test(root) ? root.slice(0, -1) : root;
    }
  }
  return stem.length > SHORTEST && stem.endsWith('e') ? stem.slice(0, -1) : stem;
}
