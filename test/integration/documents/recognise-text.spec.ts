import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractText, stopIdleParsers } from '#documents';
import { pdfFile } from './support/pdf-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-ocr-'));
const installed = ['tesseract', 'pdftoppm'].every((tool) => spawnSync(tool, ['-v']).status === 0);
const whenInstalled = installed ? describe : describe.skip;
const whenMissing = installed ? describe.skip : describe;

function file(name: string, bytes: Uint8Array): { path: string; name: string } {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path, name };
}

/** A page of text as a picture. */
function picture(...lines: string[]): Uint8Array {
  const { path } = file('page.pdf', pdfFile({ pages: [lines] }));
  const made = spawnSync('pdftoppm', ['-r', '200', '-jpeg', '-singlefile', path, join(folder, 'page')]);
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return readFileSync(join(folder, 'page.jpg'));
}

/** A PDF whose only page is a picture, as a scanner makes it. */
function scan(jpeg: Uint8Array): Uint8Array {
  const head = [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>endobj',
    '4 0 obj<</Length 27>>stream\n595 0 0 842 0 0 cm /I Do   \nendstream endobj',
    `5 0 obj<</Type/XObject/Subtype/Image/Width 1653/Height 2339/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`,
  ];
  return Buffer.concat([
    Buffer.from(head.join('\n')),
    jpeg,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF\n'),
  ]);
}

whenInstalled('reading text from pictures', () => {
  afterAll(() => {
    stopIdleParsers();
    rmSync(folder, { recursive: true });
  });

  it('reads a picture', async () => {
    const text = await extractText(file('a.jpg', picture('Travel must be booked', 'fourteen days ahead.')));
    expect(text).toMatchObject({ mediaType: 'image/jpeg', pages: [{ page: 1 }] });
    expect(text.text).toContain('Travel must be booked fourteen days ahead.');
  });

  it('reads a scanned PDF page by page, and tells how far it is', async () => {
    const told: [number, number][] = [];
    const onProgress = (done: number, total: number) => void told.push([done, total]);
    const scanned = file('scan.pdf', scan(picture('The limit is 120 euros.')));
    const text = await extractText(scanned, { onProgress });
    expect(text).toMatchObject({ mediaType: 'application/pdf', pages: [{ page: 1, start: 0 }] });
    expect(text.text).toContain('The limit is 120 euros.');
    expect(told.at(-1)).toEqual([1, 1]);
  });

  it('stops at once when nobody wants the text any more', async () => {
    const cancel = new AbortController();
    const reading = extractText(file('b.jpg', picture('words')), { signal: cancel.signal });
    cancel.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that a picture is damaged', async () => {
    const failure = extractText(file('c.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)));
    await expect(failure).rejects.toMatchObject({ name: 'DomainError', code: 'document_corrupt' });
  });
});

whenMissing('reading text from pictures without Tesseract', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('says what to install', async () => {
    const failure = extractText(file('d.jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)));
    await expect(failure).rejects.toMatchObject({ code: 'unsupported_document_type' });
    await expect(failure).rejects.toThrow(/apt-get install tesseract-ocr/);
  });
});
