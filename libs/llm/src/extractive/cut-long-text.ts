/** Where a long text may be cut, the best places first: line ends, commas, spaces. */
const PAUSES = [/\n/g, /、|[,;] /g, /\s/g];

/**
 * Cuts a text into verbatim pieces of at most `longest` UTF-16 code units: tables and lists have no full stops. Cuts at
 * the last good place, and where there is none between any two characters.
 */
export function cutLongText(text: string, longest: number): string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longest) {
    const length = lengthOfPiece(rest.slice(0, longest));
    pieces.push(rest.slice(0, length).trimEnd());
    rest = rest.slice(length).trimStart();
  }
  pieces.push(rest);
  return pieces.filter((piece) => piece !== '');
}

function lengthOfPiece(window: string): number {
  for (const pause of PAUSES) {
    const last = [...window.matchAll(pause)].at(-1);
    // A cut very near the beginning would leave a scrap.
    if (last !== undefined && last.index > window.length / 4) return last.index + last[0].length;
  }
  const splitsCharacter = /[\uD800-\uDBFF]$/.test(window);
  return splitsCharacter ? window.length - 1 : window.length;
}
