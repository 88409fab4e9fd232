/** How much of one text another one holds. */
export interface Overlap {
  /** Words of the reference, ideographs and kana counted one by one. */
  words: number;
  /** Share of them that the text holds too, each as often as it does. */
  found: number;
  /** Share of the reference's neighbouring pairs that are neighbours in the text: lower where the order differs. */
  inOrder: number;
}

const token = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+/gu;

/** Compares a text with another program's reading of the same file, without regard to spaces, width and case. */
export function wordOverlap(text: string, reference: string): Overlap {
  const [own, theirs] = [words(text), words(reference)];
  return {
    words: theirs.length,
    found: shareOf(theirs, own),
    inOrder: shareOf(pairs(theirs), pairs(own)),
  };
}

function words(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(token) ?? [];
}

function pairs(tokens: string[]): string[] {
  return tokens.slice(1).map((word, i) => `${tokens[i]} ${word}`);
}

function shareOf(wanted: string[], given: string[]): number {
  const left = new Map<string, number>();
  for (const word of given) left.set(word, (left.get(word) ?? 0) + 1);
  let found = 0;
  for (const word of wanted) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    found++;
    left.set(word, count - 1);
  }
  return wanted.length === 0 ? 1 : found / wanted.length;
}
