/** A place in an answer that cites sources, with its offsets in the normalised answer. */
export interface Mark {
  start: number;
  end: number;
  /** The sources' numbers, each once, in the order in which they were written. */
  numbers: number[];
}

/** An answer whose citations are all written as `[1][2]`. */
export interface MarkedAnswer {
  answer: string;
  /** In order of place. */
  marks: Mark[];
}

const MARKER =
  String.raw`[[［【]\s*\^?(?:(?:sources?|出典|資料|ソース)\s*)?#?LIST\s*(?:†[^\]】\n]{0,60})?[\]］】]`.replace(
    'LIST',
    String.raw`[\d０-９]{1,3}(?:\s*[,、，;–~〜-]\s*[\d０-９]{1,3})*`,
  );
/** Markers in all the ways in which models write them; several with nothing but spaces between them are one. */
const GROUP = new RegExp(String.raw`([^\S\n]*)(${MARKER}(?:[^\S\n]*${MARKER})*)`, 'gi');
const NUMBER_OR_RANGE = /(\d+)(?:\s*[–~〜-]\s*(\d+))?/g;
/** Longest range ("[1-3]") that is taken for one. */
const MAX_RANGE = 20;
/** Program code, in which brackets mean something else. */
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]*`/g;

/** Brings all markers into one form; those that name none of the `sources` vanish with the space before them. */
export function normaliseMarkers(original: string, sources: ReadonlySet<number>): MarkedAnswer {
  const code = [...original.matchAll(CODE)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const marks: Mark[] = [];
  let answer = '';
  let last = 0;
  for (const match of original.matchAll(GROUP)) {
    const [whole, space = '', markers = ''] = match;
    const end = match.index + whole.length;
    if (code.some(([from, to]) => match.index < to && end > from)) continue;
    answer += original.slice(last, match.index);
    last = end;
    const numbers = numbersIn(markers).filter((number) => sources.has(number));
    if (numbers.length > 0) {
      const start = answer.length + space.length;
      answer += space + write(numbers);
      marks.push({ start, end: answer.length, numbers });
    } else if (/(?:^|\n)$/.test(answer)) {
      last += /^[^\S\n]*/.exec(original.slice(end))?.[0].length ?? 0;
    }
  }
  return { answer: answer + original.slice(last), marks };
}

/** How a citation of these sources is written. */
export function write(numbers: readonly number[]): string {
  return numbers.map((number) => `[${number}]`).join('');
}

function numbersIn(markers: string): number[] {
  const numbers = new Set<number>();
  // 【1†L10-L20】: what follows the dagger is a place in the source
  const lists = markers.normalize('NFKC').replaceAll(/†[^\]】\n]*/g, '');
  for (const [, first, last] of lists.matchAll(NUMBER_OR_RANGE)) {
    const from = Number(first);
    const to = last === undefined ? from : Number(last);
    if (to - from >= MAX_RANGE) continue;
    for (let number = from; number <= to; number++) numbers.add(number);
  }
  return [...numbers];
}
