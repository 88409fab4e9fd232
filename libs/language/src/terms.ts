import { fold } from './fold.js';
import { stemEnglish } from './stem-english.js';
import { stopWords } from './stop-words.js';

/** Longest term, in UTF-16 code units; what is longer (keys, encoded data) is cut. */
const MAX_TERM_LENGTH = 64;

/** Scripts written without spaces between words, whose words a dictionary finds and bigrams back up. */
const CJK = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー`;
/** A run of CJK characters, or a word or code of other letters and digits with single joiners inside ("v2.3.1"). */
const RUN = new RegExp(
  String.raw`[${CJK}]+|(?:(?![${CJK}])[\p{L}\p{M}\p{N}])+(?:[-_.,'/:@#&+](?:(?![${CJK}])[\p{L}\p{M}\p{N}])+)*`,
  'gu',
);
const CJK_START = new RegExp(`^[${CJK}]`, 'u');
const ASCII_WORD = /^[a-z]+$/;
const NUMBER_WITH_COMMAS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const JOINERS = /[-_.,'/:@#&+]+/;
const CODE = /\d|[_.@/:#]/;
const HIRAGANA_ONLY = /^[\u3040-\u309Fー]+$/;
/** Scripts other than CJK that do not separate words either. */
const UNSPACED = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });

/**
 * The terms under which a text is found: its words (folded, without stop words, English ones without their endings),
 * united with the bigrams of Chinese, Japanese and Korean text, and every code such as `ppr-9087` or `v2.3.1` as a
 * whole beside its parts. Terms repeat as often as they occur, in the order of the text.
 *
 * Words and bigrams in one index find more than either alone on Japanese questions (JSQuAD, JaQuAD).
 */
export function terms(text: string): string[] {
  const found: string[] = [];
  for (const [run] of fold(text).matchAll(RUN)) {
    if (CJK_START.test(run)) addCjk(run, found);
    else if (ASCII_WORD.test(run)) addWord(run, found);
    else addCompound(run, found);
  }
  return found;
}

function addCjk(run: string, found: string[]): void {
  for (const { segment } of segmenter.segment(run)) {
    if (segment.length === 1 && HIRAGANA_ONLY.test(segment)) continue;
    if (!stopWords.has(segment)) found.push(segment);
  }
  let previous = '';
  for (const character of run) {
    if (previous !== '') found.push(previous + character);
    previous = character;
  }
}

function addWord(word: string, found: string[]): void {
  if (!stopWords.has(word)) found.push(stemEnglish(word.slice(0, MAX_TERM_LENGTH)));
}

function addCompound(run: string, found: string[]): void {
  if (NUMBER_WITH_COMMAS.test(run)) {
    found.push(run.replaceAll(',', ''));
    return;
  }
  const parts = run.split(JOINERS);
  for (const part of parts) {
    if (ASCII_WORD.test(part)) {
      if (part.length > 1) addWord(part, found);
    } else if (UNSPACED.test(part)) {
      for (const { segment, isWordLike } of segmenter.segment(part))
        if (isWordLike === true) found.push(segment);
    } else found.push(part.slice(0, MAX_TERM_LENGTH));
  }
  if (parts.length > 1 && CODE.test(run)) found.push(run.slice(0, MAX_TERM_LENGTH));
}
