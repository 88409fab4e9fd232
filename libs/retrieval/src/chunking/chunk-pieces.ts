import type { HeadingSpan, PageSpan, PassageDraft, TextPiece } from '#contracts';
import { cutUnits, type ChunkOptions } from './cut-units.js';
import { pageAt } from './page-at.js';
import { sections } from './sections.js';
import { stretchesOf } from './stretches.js';
import { unitsOf, type Unit } from './units.js';

/** How much text is looked at together, UTF-16 code units; documents up to this length are cut in one go. */
const WINDOW = 262_144;
/** What is held at most while no stretch comes to its end: a text without sentences is then cut where it happens. */
const MOST = 4 * WINDOW;

/** The part of the text that is not cut yet; offsets of its headings and pages are those of the whole text. */
interface Rest {
  text: string;
  start: number;
  headings: HeadingSpan[];
  pages: PageSpan[];
  /** Headings that are open where it begins. */
  open: HeadingSpan[];
  /** Passages before it. */
  ordinal: number;
}

/**
 * Cuts a document into passages as {@link chunkText} does, while it is read: nothing but the last window of its text
 * is held. The passages come in batches, in order.
 */
export async function* chunkPieces(
  pieces: AsyncIterable<TextPiece> | Iterable<TextPiece>,
  options: ChunkOptions & { window?: number },
): AsyncGenerator<PassageDraft[]> {
  const { window = WINDOW } = options;
  const rest: Rest = { text: '', start: 0, headings: [], pages: [], open: [], ordinal: 0 };
  let enough = window;
  for await (const piece of pieces) {
    rest.text += piece.text;
    rest.headings.push(...piece.headings);
    rest.pages.push(...piece.pages);
    if (rest.text.length < enough) continue;
    const passages = await cutRest(rest, options, { final: false, most: (MOST / WINDOW) * window });
    if (passages.length > 0) yield passages;
    enough = rest.text.length + window;
  }
  const passages = await cutRest(rest, options, { final: true, most: 0 });
  if (passages.length > 0) yield passages;
}

/** Cuts all stretches that cannot change any more, and leaves the others in `rest`. */
async function cutRest(
  rest: Rest,
  options: ChunkOptions,
  { final, most }: { final: boolean; most: number },
): Promise<PassageDraft[]> {
  const { maxTokens = 400, countTokens } = options;
  const { text, start } = rest;
  const headings = rest.headings.map((heading) => moved(heading, -start));
  const pages = rest.pages.map((page) => moved(page, -start));
  const units = await unitsOf(text, sections({ text, headings }, rest.open), pages, maxTokens, countTokens);
  // The last sentence may go on in the next piece, and the last stretch with it.
  const settled = final ? units : units.slice(0, -1);
  let stretches = stretchesOf(text, settled, maxTokens);
  let next: Unit | undefined;
  if (!final) {
    const forced = stretches.length < 2 && text.length >= most;
    next = forced ? units.at(-1) : stretches.at(-1)?.[0];
    if (!forced) stretches = stretches.slice(0, -1);
  }
  const groups = await cutUnits(text, stretches, options);
  const passages = groups.map((group, i): PassageDraft => {
    const first = group[0]!;
    const end = group.at(-1)!.end;
    return {
      ordinal: rest.ordinal + i,
      start: start + first.start,
      end: start + end,
      text: text.slice(first.start, end),
      page: first.page,
      heading: first.section.path.join(' > '),
    };
  });
  rest.ordinal += passages.length;
  if (next) leave(rest, next, units);
  return passages;
}

/** Lets the rest begin with a unit. */
function leave(rest: Rest, next: Unit, units: readonly Unit[]): void {
  const begins = units.find(({ section }) => section === next.section) === next;
  const cut = begins ? next.section.start : next.start;
  rest.open = begins ? next.section.before : next.section.open;
  rest.text = rest.text.slice(cut);
  rest.start += cut;
  rest.headings = rest.headings.filter((heading) => heading.start >= rest.start);
  const page = pageAt(rest.pages, rest.start);
  rest.pages = rest.pages.filter((span) => span.page === page || span.start >= rest.start);
}

function moved<T extends { start: number; end: number }>(span: T, by: number): T {
  return { ...span, start: span.start + by, end: span.end + by };
}
