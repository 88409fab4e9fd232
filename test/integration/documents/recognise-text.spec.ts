import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { extractText, lookForToolsIn, stopIdleParsers } from '#documents';
import { drawnPdf } from '../../support/drawn-pdf.js';
import { pdfFile } from './support/pdf-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-ocr-'));
// What `npm test` has fetched where the system has no Tesseract.
const fetched = process.env['KOTAE_TEST_OCR_TOOLS'];
if (fetched !== undefined) lookForToolsIn(fetched);
const env = { ...process.env, PATH: `${process.env['PATH']}:${fetched ?? ''}` };
const installed = ['tesseract', 'pdftoppm'].every((tool) => spawnSync(tool, ['-v'], { env }).status === 0);
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
  const made = spawnSync('pdftoppm', ['-r', '200', '-jpeg', '-singlefile', path, join(folder, 'page')], {
    env,
  });
  if (made.status !== 0) throw new Error(made.stderr.toString());
  return readFileSync(join(folder, 'page.jpg'));
}

/** A PDF whose first page is a picture, as a scanner makes it; a second one with text may follow. */
function scan(jpeg: Uint8Array, second?: string): Uint8Array {
  const words = `BT /F 12 Tf 72 700 Td (${second}) Tj ET`;
  const typed = [
    `6 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 7 0 R/Resources<</Font<</F 8 0 R>>>>>>endobj`,
    `7 0 obj<</Length ${words.length}>>stream\n${words}\nendstream endobj`,
    '8 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj',
  ];
  const head = [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    second === undefined
      ? '2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj'
      : ['2 0 obj<</Type/Pages/Count 2/Kids[3 0 R 6 0 R]>>endobj', ...typed].join('\n'),
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

const relations = (type: string, target: string) =>
  strToU8(
    `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`,
  );

const paragraph = (run: string) => `<w:p><w:r>${run}</w:r></w:p>`;

function docxWith(jpeg: Uint8Array): Uint8Array {
  const types =
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
  const image =
    '<w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="r1"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>';
  const spaces =
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"';
  return zipSync({
    '[Content_Types].xml': strToU8(types),
    '_rels/.rels': relations('officeDocument', 'word/document.xml'),
    'word/_rels/document.xml.rels': relations('image', 'media/image1.jpg'),
    'word/document.xml': strToU8(
      `<w:document ${spaces}><w:body>${paragraph('<w:t>before</w:t>')}${paragraph(image)}${paragraph('<w:t>after</w:t>')}</w:body></w:document>`,
    ),
    'word/media/image1.jpg': jpeg,
  });
}

const shape = (text: string, y: number) =>
  `<p:sp><p:spPr><a:xfrm><a:off x="0" y="${y}"/><a:ext cx="100" cy="50"/></a:xfrm></p:spPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

function pptxWith(jpeg: Uint8Array): Uint8Array {
  const image =
    '<p:pic><p:blipFill><a:blip r:embed="r1"/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="100"/><a:ext cx="100" cy="50"/></a:xfrm></p:spPr></p:pic>';
  return zipSync({
    '_rels/.rels': relations('officeDocument', 'ppt/presentation.xml'),
    'ppt/presentation.xml': strToU8(
      '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
    ),
    'ppt/_rels/presentation.xml.rels': relations('slide', 'slides/slide1.xml'),
    'ppt/slides/_rels/slide1.xml.rels': relations('image', '../media/image1.jpg'),
    'ppt/slides/slide1.xml': strToU8(
      `<p:sld><p:cSld><p:spTree>${shape('before', 0)}${image}${shape('after', 200)}</p:spTree></p:cSld></p:sld>`,
    ),
    'ppt/media/image1.jpg': jpeg,
  });
}

function odtWith(jpeg: Uint8Array): Uint8Array {
  const content =
    '<office:document-content><office:body><office:text><text:p>before</text:p><text:p><draw:frame><draw:image xlink:href="Pictures/1.jpg"/></draw:frame></text:p><text:p>after</text:p></office:text></office:body></office:document-content>';
  return zipSync({
    mimetype: strToU8('application/vnd.oasis.opendocument.text'),
    'content.xml': strToU8(content),
    'Pictures/1.jpg': jpeg,
  });
}

function epubWith(jpeg: Uint8Array): Uint8Array {
  return zipSync({
    mimetype: strToU8('application/epub+zip'),
    'META-INF/container.xml': strToU8(
      '<container><rootfiles><rootfile full-path="text/book.opf"/></rootfiles></container>',
    ),
    'text/book.opf': strToU8(
      '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>',
    ),
    'text/a.xhtml': strToU8(
      '<html><body><h1>before</h1><p><img src="../images/1.jpg"/></p><p>after</p></body></html>',
    ),
    'images/1.jpg': jpeg,
  });
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
    const onProgress = ({ done, total }: { done: number; total: number }) => void told.push([done, total]);
    const scanned = file('scan.pdf', scan(picture('The limit is 120 euros.')));
    const text = await extractText(scanned, { onProgress });
    expect(text).toMatchObject({ mediaType: 'application/pdf', pages: [{ page: 1, start: 0 }] });
    expect(text.text).toContain('The limit is 120 euros.');
    expect(told.at(-1)).toEqual([1, 1]);
  });

  it('reads a scanned page among pages with text, in its place', async () => {
    const mixed = scan(picture('The limit is 120 euros.'), 'Signed by the manager on the last page.');
    const { text, pages } = await extractText(file('mixed.pdf', mixed));
    expect(text).toBe('The limit is 120 euros.\n\nSigned by the manager on the last page.');
    expect(pages.map(({ page, start, end }) => [page, text.slice(start, end)])).toEqual([
      [1, 'The limit is 120 euros.'],
      [2, 'Signed by the manager on the last page.'],
    ]);
  });

  it('reads vertical Japanese, from right to left', async () => {
    const { text } = await extractText({
      path: join(__dirname, 'support/vertical-ja.png'),
      name: 'scan.png',
    });
    expect(text.replace(/\s/gu, '')).toMatch(
      /日当は一日につき二千円とし、宿泊費は実費を支給するものとする。/u,
    );
  });

  it('reads a page whose text layer is garbled from what it shows', async () => {
    const page = [{ x: 40, y: 700, text: 'Travel must be booked early', size: 20 }];
    const whole = drawnPdf([page, page], { encoding: 'glyphs' });
    // The font is not embedded, so nobody can draw it: what counts is that no garbage is taken for text.
    const outcome = await extractText(file('garbled.pdf', whole)).then(
      ({ text }) => text,
      ({ code }: { code: string }) => code,
    );
    expect(outcome).not.toMatch(/\p{Cc}(?<!\n)|7UDYHO/u);
  });

  const shown = 'Sales fell to 4,711 units in May.';
  it.each([
    ['a Word file', 'a.docx', docxWith],
    ['slides', 'a.pptx', pptxWith],
    ['an OpenDocument text', 'a.odt', odtWith],
    ['an e-book', 'a.epub', epubWith],
    [
      'an archive',
      'a.zip',
      (jpeg: Uint8Array) => zipSync({ 'a.txt': strToU8('before'), 'b.jpg': jpeg, 'c.txt': strToU8('after') }),
    ],
    [
      'a scan in an archive',
      'b.zip',
      (jpeg: Uint8Array) =>
        zipSync({ 'a.txt': strToU8('before'), 'b.pdf': scan(jpeg), 'c.txt': strToU8('after') }, { level: 0 }),
    ],
  ])('reads the picture in %s where it stands', async (_, name, make) => {
    const extracted = await extractText(file(name, make(picture(shown))));
    const { text, headings } = extracted;
    expect(text).toContain(shown);
    expect(text.indexOf('before')).toBeLessThan(text.indexOf(shown));
    expect(text.indexOf(shown)).toBeLessThan(text.indexOf('after'));
    expect(headings.every((heading) => text.slice(heading.start, heading.end) === heading.text)).toBe(true);
  });

  it('leaves pictures alone when it is told to, and says how many', async () => {
    const passedOver = await extractText(file('off.docx', docxWith(picture(shown))), { ocr: false });
    expect(passedOver).toMatchObject({ text: 'before\n\nafter', unreadPictures: 1 });
    const read = await extractText(file('on.docx', docxWith(picture(shown))));
    expect(read).not.toHaveProperty('unreadPictures');
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
