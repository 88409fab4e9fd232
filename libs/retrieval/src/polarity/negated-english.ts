import { fold, stopWords } from '#language';

/** Words that deny what follows them in their clause. */
const CUE = /^(?:not|never|no|cannot|neither|nor|without)$|n't$/;
/** Words that deny in ways that are not followed here: where one stands, nothing is said about polarity. */
const UNCLEAR =
  /\b(?:prohibit\w*|forbid\w*|forbidden|ban(?:s|ned)?|den(?:y|ies|ied)|refus\w+|exclu\w+|exempt\w*|unless|except\w*|fail\w*|lack\w*|unable|hardly|rarely|seldom|only|rather than|instead of|not only|not until|no longer|nothing|none|nobody|neither)\b/;
/** Between a cue and what it denies: "is not usually refunded". */
const SKIPPED =
  /^(?:be|been|being|yet|ever|always|usually|normally|generally|necessarily|automatically|\w+ly)$/;
/** Prefixes that deny, where the rest of the word shows that they do: "unpaid", "ineligible", and not "interest". */
const PREFIX =
  /^(?:non-?(?=[a-z]{4})|un(?=[a-z]{2,}(?:id|ed|able|ful|al|ive|ant|ent|ary)$)|(?:in|im|ir|il)(?=[a-z]{2,}(?:able|ible|valid|active|complete|correct|secure|regular|legal)$|valid|active|complete|correct|secure|regular|legal)|dis(?=allow|approv|qualif|agree|continu))/;
const TOKEN = /[a-z]+(?:'t)?(?:-[a-z]+)*|[.,;:!?()]|\bbut\b/g;

/** The predicates of an English text: what it denies and what it does not, as families of words. */
export interface Polarity {
  denied: ReadonlySet<string>;
  affirmed: ReadonlySet<string>;
  /** It denies in a way that these lists do not show. */
  unclear: boolean;
  /** It denies something. */
  denies: boolean;
}

/** Reads which words of an English text are denied: the first that carries meaning after a "not", or a "non-" before it. */
export function englishPolarity(text: string): Polarity {
  const folded = fold(text).replaceAll("can't", 'cannot').replaceAll("won't", 'will not');
  const denied = new Set<string>();
  const affirmed = new Set<string>();
  let pending = false;
  let denies = false;
  for (const [token] of folded.matchAll(TOKEN)) {
    if (/^[.,;:!?()]|^but$/.test(token)) pending = false;
    else if (CUE.test(token)) pending = denies = true;
    else if (SKIPPED.test(token) || stopWords.has(token) || token.length < 3) continue;
    else {
      (pending ? denied : affirmed).add(familyOf(token));
      const bare = token.replace(PREFIX, '');
      if (bare !== token) (pending ? affirmed : denied).add(familyOf(bare));
      pending = false;
    }
  }
  return { denied, affirmed, unclear: UNCLEAR.test(folded), denies: denies || denied.size > 0 };
}

/** "refundable" and "refunded" are of one family. */
function familyOf(word: string): string {
  return word.slice(0, 5);
}
