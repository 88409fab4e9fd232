import { sentences } from '#language';

const MARKER = /[[［【]\s*[\d０-９]+(?:\s*[,、，]\s*[\d０-９]+)*\s*[\]］】]/g;

const SOURCES = String.raw`(?:sources?|passages?|contexts?|documents?|documentation|texts?|excerpts?|materials?|references|information|content)`;
const THE_SOURCES = String.raw`(?:(?:the|these|those|any|your|my|given|provided|available|numbered|above|supplied|listed|cited|retrieved)\s+)+${SOURCES}(?:\s+(?:provided|given|available|above|listed|supplied))?`;
const SUBJECT = String.raw`(?:${THE_SOURCES}|none of ${THE_SOURCES}|they)`;
const NOT = String.raw`(?:do|does|did)(?:n't| not)(?: (?:explicitly|directly|specifically|clearly|actually|seem to|appear to|currently))*`;
const KNOWLEDGE = String.raw`(?:answers?|information|mention|details?|data|facts?|anything|evidence|guidance)`;

/** English sentences that say that the answer is not in the sources; objects are required where verbs are common. */
const ENGLISH = [
  String.raw`\b${SUBJECT} ${NOT} (?:mention|state|specify|say|address|discuss|cover|indicate|explain|answer|describe|reveal|disclose|tell)\b`,
  String.raw`\b${SUBJECT} ${NOT} (?:contain|include|provide|give|have|offer|hold|list)\b[^.;]*?\b${KNOWLEDGE}\b`,
  String.raw`\bnone of ${THE_SOURCES} (?:mentions?|states?|contains?|says?|answers?|address(?:es)?|covers?|provides?)\b`,
  String.raw`\b(?:is|are|was|were)(?:n't| not)(?: \w+ly)? (?:mentioned|provided|stated|specified|included|contained|given|available|found|addressed|covered|discussed|described|listed|present)?\s*(?:in|by|within|from) ${THE_SOURCES}`,
  String.raw`\b(?:there (?:is|was|are) no|no (?:specific |relevant |explicit )?)\s*(?:specific |relevant |explicit )?${KNOWLEDGE}\b[^.;]*\b(?:in|from|within) ${THE_SOURCES}`,
  String.raw`\b(?:based on|according to|in|from) ${THE_SOURCES},? (?:there is no|no|I (?:cannot|can't|could not|couldn't) (?:find|answer|determine)|it is (?:not|im)\s?possible)`,
  String.raw`\b(?:cannot|can't|can not|could not|couldn't|unable to|not able to|not possible to)\b[^.;]*\b(?:answer|find|found|determine|determined|provide|tell|say)\w*\b[^.;]*\b(?:based on|from|in|with|using|within) ${THE_SOURCES}`,
  String.raw`\bI (?:do not|don't) (?:know|have (?:enough |any |sufficient )?information)\b`,
  String.raw`\b(?:not enough|insufficient) information\b`,
  String.raw`^${SUBJECT} (?:lack|lacks) `,
].map((pattern) => new RegExp(pattern, 'i'));

const JA_SOURCES = String.raw`(?<![一-龠々])(?:提供情報|情報源|参考資料|情報|資料|文書|文献|出典|ソース|ドキュメント|文脈|本文|テキスト|抜粋|コンテキスト|ナレッジ)`;
const JA_NONE = String.raw`(?:(?:含まれて|記載されて|記載して|書かれて|記されて|示されて|述べられて|触れられて|言及されて|言及して|明記されて|説明されて|規定されて|提供されて)(?:は)?(?:い|おり)(?:ません|ない)|(?:見つかり|見つけられ|見当たり|あり|ござい|わかり|分かり|判断でき|特定でき|確認でき|回答でき|お答えでき|答えられ|読み取れ|得られ)ません|(?:見つから|見当たら|わから|分から|判断でき|特定でき|確認でき|回答でき|答えられ|読み取れ)ない|(?:記載|言及|情報|答え|回答|説明)(?:が|は)ない|(?:こと|回答)(?:が|は)できません|不明)`;
const JA_END = String.raw`(?:です|でした|のです|ようです|と言えます)?[。．.！!\s]*$`;
/** Japanese ones: only at a sentence's end, so that "…ていませんが、" before the answer is none. */
const JAPANESE = [
  new RegExp(`${JA_SOURCES}(?:[^。]{0,30}?)(?:に|で|から|内|中|上)[^。]*${JA_NONE}${JA_END}`),
  new RegExp(`(?:記載|言及|情報|答え|回答)(?:が|は)[^。]{0,10}${JA_NONE}${JA_END}`),
  new RegExp(
    `^(?:申し訳(?:ありません|ございません)が、)?(?:その答えは|答えは)?(?:わかり|分かり|お答えでき|回答でき|答えられ)ません${JA_END}`,
  ),
];

/** In UTF-16 code units; a longer sentence has something else to say. */
const LONGEST_REFUSAL = 400;

/** What may stand before the refusal: an apology. */
const APOLOGY =
  /^(?:i(?:'m| am) sorry|sorry|unfortunately|i apologi[sz]e|申し訳(?:ありません|ございません)|すみません|残念ながら)[\s,.!、。！]*$/i;
/** Talk about the sources or advice, which adds no answer to a refusal. */
const ABOUT_SOURCES =
  /^(?:(?:the|these|those|all|both|only|each)\s+)*(?:(?:given|provided|available)\s+)?(?:sources?|passages?|documents?|they|it|information)\b|^(?:and |或いは|、)?\s*(?:only|discuss|focus|describe|mention|cover|refer)|^(?:please|you (?:may|might|should|could|can)|i (?:recommend|suggest)|for (?:more|further)|try|consider|if you)\b|(?:ください|お勧めします|おすすめします|必要があります)[。.]?$|のみ|だけ/i;
/** The answer that follows a concession: "…, but the deposit is 30 euros". */
const CONCESSION = /[,;]?\s*\b(?:but|however|though|although|yet)\b,?\s*(.*)$/i;

/**
 * Whether the model itself says that the sources lack the answer: its first sentence says so, apologies aside, and
 * nothing after it is a cited claim. An answer that remarks in passing that the sources leave something open is none.
 */
export function saysNotInSources(answer: string): boolean {
  const parts = sentences(answer).map(({ start, end }) => answer.slice(start, end));
  const first = parts.findIndex((part) => !APOLOGY.test(plain(part)));
  if (first < 0 || !isRefusal(plain(parts[first]!))) return false;
  return parts
    .slice(first + 1)
    .every(
      (part) => part.match(MARKER) === null || isRefusal(plain(part)) || ABOUT_SOURCES.test(plain(part)),
    );
}

function plain(sentence: string): string {
  return sentence
    .normalize('NFKC')
    .replace(MARKER, '')
    .replaceAll('’', "'")
    .replace(/[*_]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function isRefusal(sentence: string): boolean {
  if (sentence.length > LONGEST_REFUSAL) return false;
  if (JAPANESE.some((pattern) => pattern.test(sentence))) return true;
  for (const pattern of ENGLISH) {
    const match = pattern.exec(sentence);
    if (match === null) continue;
    const conceded = CONCESSION.exec(sentence.slice(match.index + match[0].length))?.[1];
    return conceded === undefined || ABOUT_SOURCES.test(conceded);
  }
  return false;
}
