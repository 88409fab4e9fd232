import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ExtractedText } from '#contracts';
import { extractText, stopIdleParsers } from '#documents';

const root = join(__dirname, '../../..');
const samples = join(root, 'samples');

interface Question {
  id: string;
  language: 'en' | 'ja';
  question: string;
  expected: { document: string; page: number | null; quote_contains: string } | null;
}

const { questions } = JSON.parse(readFileSync(join(samples, 'questions.json'), 'utf8')) as {
  questions: Question[];
};
const names = ['security-policy.md', 'travel-and-expenses.pdf', 'work-rules-ja.html', 'it-equipment-ja.docx'];

describe('the sample documents', () => {
  const texts = new Map<string, ExtractedText>();

  beforeAll(async () => {
    for (const name of names) texts.set(name, await extractText({ path: join(samples, name), name }));
  }, 60_000);
  afterAll(stopIdleParsers);

  it.each([
    ['security-policy.md', 'text/markdown', 'Information Security Policy', 9],
    ['travel-and-expenses.pdf', 'application/pdf', 'Travel and Expenses Guide', 16],
    ['work-rules-ja.html', 'text/html', '就業規則（抜粋）｜青空ロボティクス株式会社', 22],
    [
      'it-equipment-ja.docx',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      '情報機器の手引き',
      10,
    ],
  ])('include %s, with its title and headings', (name, mediaType, title, headings) => {
    expect(texts.get(name)).toMatchObject({ mediaType, title });
    expect(texts.get(name)?.headings).toHaveLength(headings);
  });

  it('hold the answer to each question in one line, on the expected page', () => {
    for (const { id, expected } of questions) {
      if (!expected) continue;
      const found = texts.get(expected.document);
      const at = found?.text.indexOf(expected.quote_contains) ?? -1;
      const page = found?.pages.find((span) => span.start <= at && at < span.end)?.page ?? null;
      expect({ id, found: at >= 0, page }).toEqual({ id, found: true, page: expected.page });
      expect(expected.quote_contains).not.toContain('\n');
    }
  });

  it('come with questions in both languages, and some that nothing answers', () => {
    for (const language of ['en', 'ja']) {
      const own = questions.filter((question) => question.language === language);
      expect(own.filter((question) => question.expected).length).toBeGreaterThanOrEqual(5);
      expect(own.some((question) => question.expected === null)).toBe(true);
    }
  });

  it('are what their sources make, byte by byte', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kotae-samples-'));
    try {
      execFileSync(process.execPath, [join(root, 'scripts/make-samples.mjs'), folder]);
      for (const name of ['travel-and-expenses.pdf', 'it-equipment-ja.docx']) {
        expect(readFileSync(join(folder, name)).equals(readFileSync(join(samples, name)))).toBe(true);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);
});
