import { deflateSync } from 'node:zlib';
import { strToU8, zipSync, type Zippable } from 'fflate';

/** A file that is made to do harm. */
interface HostileFile {
  name: string;
  bytes: Uint8Array;
}

const zip = (parts: Record<string, Uint8Array | string>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(parts).map(([name, part]) => [
        name,
        [typeof part === 'string' ? strToU8(part) : part, { level: name === 'mimetype' ? 0 : 9 }],
      ]),
    ) as Zippable,
  );

const openDocument = (content: string) =>
  zip({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': content });

const body = (text: string) =>
  `<office:document-content><office:body><office:text>${text}</office:text></office:body></office:document-content>`;

/** A PDF of these objects, numbered from 1, of which the first is the catalogue. */
function pdf(...objects: (string | Uint8Array)[]): Uint8Array {
  const parts = objects.flatMap((object, i) => [
    Buffer.from(`${i + 1} 0 obj\n`),
    Buffer.from(object),
    Buffer.from('\nendobj\n'),
  ]);
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...parts, Buffer.from('trailer<</Root 1 0 R>>\n%%EOF\n')]);
}

function stream(bytes: Uint8Array, filter: string): Uint8Array {
  const head = Buffer.from(`<</Length ${bytes.length}/Filter${filter}>>\nstream\n`);
  return Buffer.concat([head, bytes, Buffer.from('\nendstream')]);
}

const catalogue = '<</Type/Catalog/Pages 2 0 R>>';
const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 4 0 R>>>>>>';
const pages = '<</Type/Pages/Count 1/Kids[3 0 R]>>';

const deflated = (bytes: Uint8Array) => deflateSync(bytes, { level: 9 });

function pdfs(): HostileFile[] {
  const twice = deflated(deflated(new Uint8Array(2 ** 28)));
  const form = Buffer.from(
    '<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 4 0 R>>>>/Length 5>>\nstream\n/F Do\nendstream',
  );
  const chain = Array.from({ length: 600 }, (_, i) => `<</Type/Pages/Count 1/Kids[${i + 3} 0 R]>>`);
  return [
    { name: 'pages-in-a-circle.pdf', bytes: pdf(catalogue, '<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>') },
    { name: 'pages-nested-deeply.pdf', bytes: pdf(catalogue, ...chain) },
    { name: 'billions-of-pages.pdf', bytes: pdf(catalogue, '<</Type/Pages/Count 2000000000/Kids[]>>') },
    { name: 'page-that-draws-itself.pdf', bytes: pdf(catalogue, pages, page, form) },
    {
      name: 'stream-bomb.pdf',
      bytes: pdf(catalogue, pages, page, stream(twice, '[/FlateDecode/FlateDecode]')),
    },
    {
      name: 'outline-in-a-circle.pdf',
      bytes: pdf(
        '<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>',
        pages,
        page,
        'null',
        '<</First 6 0 R>>',
        '<</Title(x)/Next 6 0 R/First 6 0 R>>',
      ),
    },
    {
      name: 'arrays-nested-deeply.pdf',
      bytes: pdf(catalogue, pages, `<</Type/Page/Parent 2 0 R/Contents ${'['.repeat(20_000)}`),
    },
    {
      name: 'length-of-itself.pdf',
      bytes: pdf(catalogue, pages, page, '<</Length 4 0 R>>\nstream\nBT (x) Tj ET\nendstream'),
    },
  ];
}

function archives(): HostileFile[] {
  let nested = zip({ 'a.txt': 'words' });
  for (let i = 0; i < 12; i++) nested = zip({ 'a.zip': nested });
  let wide = zip({ 'a.txt': new Uint8Array(2 ** 20) });
  for (let i = 0; i < 4; i++) {
    const layer = wide;
    wide = zip(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}.zip`, layer])));
  }
  // The end of the directory says that it has more entries than a file may have.
  const many = zip({ 'a.txt': 'words' });
  new DataView(many.buffer, many.byteOffset).setUint16(many.length - 12, 60_000, true);
  const lying = zip({ 'a.txt': new Uint8Array(2 ** 22).fill(97) });
  // The directory says that the part is small; what it unpacks to is not.
  const directory = Buffer.from(lying).lastIndexOf('PK\u0001\u0002', undefined, 'latin1');
  new DataView(lying.buffer, lying.byteOffset).setUint32(directory + 24, 10, true);
  const sheet =
    '<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>';
  return [
    { name: 'bomb.zip', bytes: zip({ 'a.txt': new Uint8Array(2 ** 25) }) },
    { name: 'bomb-that-lies.zip', bytes: lying },
    { name: 'archives-in-archives.zip', bytes: nested },
    { name: 'archives-of-archives.zip', bytes: wide },
    { name: 'too-many-files.zip', bytes: many },
    {
      name: 'paths-that-climb.zip',
      bytes: zip({ '../../etc/passwd': 'root', '/etc/shadow': 'root', 'C:\\x.txt': 'root' }),
    },
    {
      name: 'far-cell.xlsx',
      bytes: zip({
        '[Content_Types].xml': '<Types/>',
        'xl/workbook.xml': '<workbook><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': sheet,
      }),
    },
    { name: 'workbook-bomb.xlsx', bytes: zip({ 'xl/workbook.xml': new Uint8Array(2 ** 25) }) },
    { name: 'deep.odt', bytes: openDocument(body('<text:p>'.repeat(30_000))) },
    {
      name: 'entities.odt',
      bytes: openDocument(
        `<!DOCTYPE x [<!ENTITY e0 "lol">${Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('')}]>${body('<text:p>&e30;</text:p>')}`,
      ),
    },
    {
      name: 'foreign-entity.odt',
      bytes: openDocument(
        `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${body('<text:p>a &f;</text:p>')}`,
      ),
    },
    { name: 'spaces.odt', bytes: openDocument(body('<text:p>a<text:s text:c="2000000000"/>b</text:p>')) },
    {
      name: 'chapters-in-a-circle.epub',
      bytes: zip({
        mimetype: 'application/epub+zip',
        'META-INF/container.xml':
          '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
        'book.opf': `<package><manifest><item id="a" href="book.opf"/></manifest><spine>${'<itemref idref="a"/>'.repeat(500)}</spine></package>`,
      }),
    },
  ];
}

function texts(): HostileFile[] {
  const parts = Array.from(
    { length: 400 },
    (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
  );
  return [
    { name: 'empty.txt', bytes: new Uint8Array(0) },
    { name: 'zeros.txt', bytes: new Uint8Array(4096) },
    { name: 'white-space.md', bytes: strToU8(' \n'.repeat(2000)) },
    { name: 'deep.html', bytes: strToU8('<div>'.repeat(6000)) },
    { name: 'deep-tables.html', bytes: strToU8('<table><tr><td>'.repeat(1000)) },
    {
      name: 'wide-cell.html',
      bytes: strToU8('<html><table><tr><td colspan=999999 rowspan=999999>x<td>y</table>'),
    },
    { name: 'deep.json', bytes: strToU8('['.repeat(40_000)) },
    { name: 'deep-objects.json', bytes: strToU8('{"a":'.repeat(8000)) },
    { name: 'deep.md', bytes: strToU8(`${'> '.repeat(4000)}x\n${'- '.repeat(2000)}y`) },
    { name: 'brackets.md', bytes: strToU8('[a]('.repeat(6000)) },
    { name: 'emphasis.md', bytes: strToU8('*a **b '.repeat(4000)) },
    { name: 'deep.rtf', bytes: strToU8(`{\\rtf1 ${'{'.repeat(30_000)}x`) },
    { name: 'endless-binary.rtf', bytes: strToU8('{\\rtf1 a\\bin2000000000 x}') },
    { name: 'nested-parts.eml', bytes: strToU8(`From: a@b.c\nSubject: x\n${parts.join('')}`) },
    { name: 'open-quote.csv', bytes: strToU8(`a,b\n"${'x,\n'.repeat(5000)}`) },
    { name: 'wide.csv', bytes: strToU8(`${'a,'.repeat(6000)}\n${'1,'.repeat(6000)}\n`) },
  ];
}

/** Files that nest, loop, lie about their size, or unpack to a thousand times as much. */
export function hostileFiles(): HostileFile[] {
  return [...pdfs(), ...archives(), ...texts()];
}
