import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, limitSettings, stopIdleParsers, type ExtractOptions } from '#documents';
import { pdfFile } from './support/pdf-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-extract-'));
const samples = join(__dirname, '../../../samples');

function extract(content: string | Uint8Array, name: string, options?: ExtractOptions) {
  const path = join(folder, 'upload');
  writeFileSync(path, content);
  return extractText({ path, name }, options);
}

/** HTML that takes any machine minutes: the parser's cost grows with the square of the nesting. */
const endless = '<div>'.repeat(2_000_000);

function damaged(whole: Uint8Array, seed: number): Uint8Array {
  const bytes = Uint8Array.from(whole);
  for (let i = 0; i < 400; i++) {
    const at = (seed * 7919 + i * 104_729) % bytes.length;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (i % 8));
  }
  return bytes;
}

describe('extractText', () => {
  afterAll(() => {
    stopIdleParsers();
    rmSync(folder, { recursive: true });
  });

  it('reads a file by its content, whatever its name says', async () => {
    const text = await extract(pdfFile({ pages: [['Hello robots'], ['Second page']] }), 'x.docx');
    expect(text).toMatchObject({ mediaType: 'application/pdf', text: 'Hello robots\n\nSecond page' });
    expect(text.pages).toEqual([
      { page: 1, start: 0, end: 12 },
      { page: 2, start: 14, end: 25 },
    ]);
  });

  it('reads many files at the same time, each for itself', async () => {
    const names = [
      'security-policy.md',
      'work-rules-ja.html',
      'it-equipment-ja.docx',
      'travel-and-expenses.pdf',
    ];
    const texts = await Promise.all(names.map((name) => extractText({ path: join(samples, name), name })));
    expect(texts.map((text) => text.text.includes('Aozora') || text.text.includes('青空'))).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });

  it.each<[string, string | Uint8Array, string, string, RegExp]>([
    ['an empty file', '', 'a.txt', 'document_empty', /upload it again/],
    [
      'a PDF without a text layer',
      pdfFile({ pages: [[]] }),
      'a.pdf',
      'document_empty',
      /run OCR|scan it again/,
    ],
    [
      'a locked PDF',
      pdfFile({ pages: [['x']], encrypted: true }),
      'a.pdf',
      'document_encrypted',
      /without the password/,
    ],
    ['a PDF that is none', '%PDF-1.4\nnothing', 'a.pdf', 'document_corrupt', /save it again/],
    [
      'an archive of another kind',
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      'a.gz',
      'unsupported_document_type',
      /Supported types/,
    ],
  ])('refuses %s and says what to do', async (_, content, name, code, remedy) => {
    const failure = extract(content, name);
    await expect(failure).rejects.toMatchObject({ name: 'DomainError', code });
    await expect(failure).rejects.toThrow(remedy);
  });

  it.each([
    [{ maxPages: 1 }, limitSettings.maxPages],
    [{ maxCharacters: 3 }, limitSettings.maxCharacters],
    [{ maxBytes: 100 }, limitSettings.maxBytes],
  ])('holds the limit %o, and names the setting for it', async (limit, setting) => {
    const failure = extract(pdfFile({ pages: [['one'], ['two']] }), 'a.pdf', limit);
    await expect(failure).rejects.toMatchObject({ code: 'document_too_large' });
    await expect(failure).rejects.toThrow(setting);
  });

  it('refuses a PDF of more scanned pages than are recognised, and names the setting for it', async () => {
    const failure = extract(pdfFile({ pages: [[], []] }), 'a.pdf', { maxPictures: 1 });
    await expect(failure).rejects.toThrow(`2 scanned pages`);
    await expect(failure).rejects.toThrow(limitSettings.maxPictures);
  });

  it('hands a PDF that is larger than what is held of one over in parts', async () => {
    const pages = Array.from({ length: 30 }, (_, i) => [`This is page ${i + 1}`]);
    const whole = Buffer.from(pdfFile({ pages }));
    // An object that no page needs.
    const filling = Buffer.from(
      `99 0 obj\n<< /Length ${17 * 2 ** 20} >>\nstream\n${'x'.repeat(17 * 2 ** 20)}\nendstream\nendobj\n`,
    );
    const at = whole.indexOf('xref');
    const large = Buffer.concat([whole.subarray(0, at), filling, whole.subarray(at)]);
    const moved = large.toString('latin1').replace(/startxref\n\d+/u, `startxref\n${at + filling.length}`);
    const { text, pages: found } = await extract(Buffer.from(moved, 'latin1'), 'a.pdf');
    expect(found).toHaveLength(30);
    expect(text).toContain('This is page 30');
  });

  it('ends a parser that takes too long', async () => {
    await expect(extract(endless, 'a.html', { timeoutMs: 1500 })).rejects.toMatchObject({
      code: 'document_parse_timeout',
    });
  });

  it('survives a parser that needs more memory than it may have', async () => {
    const cells = `<table>${'<tr><td>a<td>b'.repeat(1_500_000)}`;
    const failure = extract(cells, 'a.html', { memoryMb: 48 });
    await expect(failure).rejects.toMatchObject({ code: 'document_parse_crashed' });
    await expect(failure).rejects.toThrow(/48 MiB/);
  }, 60_000);

  it('stops at once when nobody wants the document any more', async () => {
    const stop = new AbortController();
    const failure = extract(endless, 'a.html', { signal: stop.signal });
    setTimeout(() => stop.abort(new Error('deleted')), 300);
    await expect(failure).rejects.toMatchObject({ code: 'cancelled' });
    await expect(extract('text', 'a.txt', { signal: stop.signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  it('tells how many pages are done', async () => {
    const seen: [number, number][] = [];
    const pages = Array.from({ length: 1500 }, (_, i) => [`Page number ${i}`, 'with some words on it']);
    await extract(pdfFile({ pages }), 'a.pdf', { onProgress: ({ done, total }) => seen.push([done, total]) });
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.every(([done, total], i) => total === 1500 && done > (seen[i - 1]?.[0] ?? 0))).toBe(true);
  }, 60_000);

  it('ends in a text or an error with a remedy for any damage to a PDF', async () => {
    const whole = readFileSync(join(samples, 'travel-and-expenses.pdf'));
    for (let seed = 1; seed <= 16; seed++) {
      const path = join(folder, 'damaged.pdf');
      // Half of the files are cut short, the others damaged all over.
      const cutShort = whole.subarray(0, Math.floor((whole.length * seed) / 17));
      writeFileSync(path, seed % 2 === 1 ? cutShort : damaged(whole, seed));
      const outcome = await extractText({ path, name: 'damaged.pdf' }).then(
        () => 'sound',
        (error: { code?: string }) => error.code,
      );
      expect(outcome).toMatch(
        /^(?:sound|document_(?:empty|corrupt|encrypted|too_large)|unsupported_document_type)$/u,
      );
    }
  }, 120_000);
});
