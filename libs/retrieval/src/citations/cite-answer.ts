import type { Citation, Passage, Span } from '#contracts';
import { citeVerbatim } from './cite-verbatim.js';
import { claimsOf } from './claims.js';
import { findSupport } from './find-support.js';
import { normaliseMarkers } from './markers.js';
import { readSource } from './source-text.js';

/** A passage in the prompt under the number that the model saw. */
export interface CitableSource {
  n: number;
  passage: Passage;
}

/** An answer whose markers all name a source, and what each of them stands for. */
export interface CitedAnswer {
  answer: string;
  /** In order of the markers; a marker that cites the same span again is not repeated. */
  citations: Citation[];
}

/**
 * Verifies an answer's citations. Markers are normalised to `[1][2]`, and those that name no source dropped. Each one
 * gets the sentence (or two, or three) of its source that bears its claim best, quoted exactly, with the page and heading
 * on which that begins, and whether it bears the claim at all.
 * An answer without markers is cited only where a sentence stands word for word in one source.
 */
export function citeAnswer(request: { answer: string; sources: readonly CitableSource[] }): CitedAnswer {
  const passages = new Map(request.sources.map(({ n, passage }) => [n, passage]));
  const marked = normaliseMarkers(request.answer, new Set(passages.keys()));
  if (marked.marks.length === 0) return withVerbatimQuotes(marked.answer, passages);

  const claims = claimsOf(marked);
  const cited = new Set(marked.marks.flatMap(({ numbers }) => numbers));
  const texts = new Map([...cited].map((number) => [number, readSource(passages.get(number)!)]));
  const citations = marked.marks.flatMap(({ numbers }, index) =>
    numbers.map((marker) => {
      const { span, supported } = findSupport(claims[index]!, texts.get(marker)!);
      return citation(marker, passages.get(marker)!, span, supported);
    }),
  );
  return { answer: marked.answer, citations: unique(citations) };
}

function withVerbatimQuotes(answer: string, passages: ReadonlyMap<number, Passage>): CitedAnswer {
  const cited = citeVerbatim(
    answer,
    [...passages].map(([n, { text }]) => ({ n, text })),
  );
  const citations = cited.found.map(({ number, start, end }) =>
    citation(number, passages.get(number)!, { start, end }, true),
  );
  return { answer: cited.answer, citations: unique(citations) };
}

function citation(marker: number, passage: Passage, { start, end }: Span, supported: boolean): Citation {
  return {
    marker,
    document_id: passage.documentId,
    document: passage.documentName,
    version: passage.version,
    page: passage.page,
    heading: passage.heading,
    start: passage.start + start,
    end: passage.start + end,
    quote: passage.text.slice(start, end),
    supported,
  };
}

/** Without repetitions; a span that bears one claim and not another counts as not bearing. */
function unique(citations: readonly Citation[]): Citation[] {
  const bySpan = new Map<string, Citation>();
  for (const each of citations) {
    const key = `${each.marker}:${each.start}:${each.end}`;
    const earlier = bySpan.get(key);
    bySpan.set(key, earlier ? { ...earlier, supported: earlier.supported && each.supported } : each);
  }
  return [...bySpan.values()];
}
