import type { Citation } from '@kotae/client';
import { t } from '../i18n/language.js';
import { openSource } from '../sources/open-source.js';

/** The answer as text, its markers as buttons that open what they cite. */
export function AnswerText({ answer, citations }: { answer: string; citations: Citation[] }) {
  const seen = new Map<number, number>();
  return (
    <div class="answer-text">
      {answer.split(/(\[\d{1,3}\])/).map((part, i) => {
        if (i % 2 === 0) return part;
        const marker = Number(part.slice(1, -1));
        const cited = citations.filter((citation) => citation.marker === marker);
        const nth = seen.get(marker) ?? 0;
        seen.set(marker, nth + 1);
        const citation = cited[Math.min(nth, cited.length - 1)];
        return citation ? <CitationButton key={i} citation={citation} /> : <sup key={i}>{part}</sup>;
      })}
    </div>
  );
}

/** `[1]`: opens its source. One that the source does not bear out looks and reads differently. */
function CitationButton({ citation }: { citation: Citation }) {
  const { marker, document, supported } = citation;
  const label = t.citation(marker, document) + (supported ? '' : ` (${t.unsupported})`);
  return (
    <button
      type="button"
      class={supported ? 'cite' : 'cite unsupported'}
      aria-label={label}
      title={supported ? citation.quote : t.unsupportedHint}
      onClick={() => openSource(citation)}
    >
      {marker}
      {!supported && '?'}
    </button>
  );
}
