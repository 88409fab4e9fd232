import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extractText } from '#documents';
import { estimateTokens } from '#language';
import {
  carriedQuestions,
  carryOver,
  chunkText,
  LexicalIndex,
  namesNothingFound,
  needsContext,
} from '#retrieval';

const samples = join(process.cwd(), 'samples');
const documents = [
  'security-policy.md',
  'travel-and-expenses.pdf',
  'work-rules-ja.html',
  'it-equipment-ja.docx',
];

interface FollowUp {
  id: string;
  language: 'en' | 'ja';
  before: string[];
  question: string;
  standalone: string;
  expected: { document: string; quote_contains: string } | null;
}

const { questions } = JSON.parse(readFileSync(join(samples, 'follow-ups.json'), 'utf8')) as {
  questions: FollowUp[];
};
const answerable = questions.filter(({ expected }) => expected !== null);

/** The sample documents' passages, searched by words. */
const index = new LexicalIndex();
const passages: { document: string; text: string }[] = [];

const countTokens = (texts: string[]) => Promise.resolve(texts.map(estimateTokens));

beforeAll(async () => {
  for (const document of documents) {
    const extracted = await extractText({ path: join(samples, document), name: document });
    for (const { heading, text } of await chunkText(extracted, { countTokens })) {
      const place = passages.push({ document, text: `${heading}\n${text}` });
      index.add(place, `${heading}\n${text}`);
    }
  }
}, 60_000);

const find = (query: string) => index.search(query, 20).hits.flatMap(({ id }) => passages[id - 1] ?? []);
const written = ({ question, before }: FollowUp) => carryOver(question, carriedQuestions(question, before));

const squeeze = (text: string): string => text.replace(/\s/g, '');

function isExpected({ document, text }: { document: string; text: string }, { expected }: FollowUp): boolean {
  return document === expected?.document && squeeze(text).includes(squeeze(expected.quote_contains));
}

/** How many questions have the right passage among the first `k`. */
function found(k: number, queryOf: (followUp: FollowUp) => string): number {
  return answerable.filter((followUp) =>
    find(queryOf(followUp))
      .slice(0, k)
      .some((passage) => isExpected(passage, followUp)),
  ).length;
}

describe('follow-up questions on the sample documents', () => {
  it('are at least twenty in each language, of which some have no answer', () => {
    for (const language of ['en', 'ja']) {
      const own = questions.filter((each) => each.language === language);
      expect(own.length).toBeGreaterThanOrEqual(20);
      expect(own.filter(({ expected }) => expected === null).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('find their passage without a model, written out behind the questions before', () => {
    const firstThree = {
      asked: found(3, ({ question }) => question),
      written: found(3, written),
      byHand: found(3, ({ standalone }) => standalone),
    };
    expect(firstThree).toEqual({
      asked: 40,
      written: answerable.length,
      byHand: answerable.length,
    });
    expect(found(1, written)).toBeGreaterThan(found(1, ({ question }) => question) + 5);
  });

  it('are never taken for complete when they are not', () => {
    const missed = questions.filter(
      (each) => each.question !== each.standalone && !needsContext(each.question),
    );
    expect(missed.map(({ id }) => id)).toEqual([]);
  });

  it('are noticed when they turn to what no document speaks of, and only then', () => {
    const refused = questions.filter(
      (each) =>
        needsContext(each.question) &&
        namesNothingFound(
          each.question,
          find(written(each)).map(({ text }) => text),
        ),
    );
    expect(refused.map(({ id }) => id)).toEqual(
      questions.filter(({ expected }) => expected === null).map(({ id }) => id),
    );
  });
});
