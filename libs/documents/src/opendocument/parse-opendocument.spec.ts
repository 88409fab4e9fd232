import { utils, write } from '@e965/xlsx';
import { strToU8, zipSync } from 'fflate';
import { defaultParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

function openDocument(
  kind: 'text' | 'presentation',
  body: string,
  extra: Record<string, string> = {},
): Uint8Array {
  const parts: Record<string, string> = {
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<?xml version="1.0"?><office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
    'meta.xml':
      '<office:document-meta><office:meta><dc:title>旅費規程</dc:title></office:meta></office:document-meta>',
    ...extra,
  };
  const entries = Object.entries(parts).map(([name, text]) => [name, [strToU8(text), { level: 0 }]] as const);
  return zipSync(Object.fromEntries(entries) as Parameters<typeof zipSync>[0]);
}

const read = (bytes: Uint8Array) => parseBytes(bytes, 'x', defaultParseLimits);

const cell = (text: string, attributes = '') =>
  `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
const row = (...cells: string[]) => `<table:table-row>${cells.join('')}</table:table-row>`;
const frame = (text: string, place: string, kind = '') =>
  `<draw:frame ${place} ${kind}><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame>`;
const place = (x: number, y: number) => `svg:x="${x}cm" svg:y="${y}cm" svg:width="8cm" svg:height="2cm"`;

describe('parseOdt', () => {
  it('reads headings, paragraphs, lists, footnotes and the title', async () => {
    const result = await read(
      openDocument(
        'text',
        '<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>' +
          '<text:h text:outline-level="2">第1条</text:h><text:p>日当<text:span>は</text:span>二千円<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>税込</text:p></text:note-body></text:note>です。</text:p>' +
          '<text:p>a<text:s text:c="3"/>b<text:line-break/>c</text:p>' +
          '<text:list><text:list-item><text:p>one</text:p><text:list><text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item></text:list>',
      ),
    );
    expect(result).toMatchObject({
      mediaType: 'application/vnd.oasis.opendocument.text',
      title: '旅費規程',
      text: '第1条\n\n日当は二千円 (税込)です。\n\na b\nc\n\n- one\n  - two',
      headings: [{ level: 2, text: '第1条' }],
    });
  });

  it('reads tables row by row, with spans and repeated cells', async () => {
    const table =
      `<table:table><table:table-header-rows>${row(cell('Plan'), cell('Fee'), cell('Limit'))}</table:table-header-rows>` +
      row(cell('Gold', 'table:number-rows-spanned="2"'), cell('10', 'table:number-columns-repeated="2"')) +
      `${row('<table:covered-table-cell/>', cell('11'), cell('12'))}</table:table>`;
    expect((await read(openDocument('text', table))).text).toBe(
      'Plan: Gold; Fee: 10; Limit: 10\nPlan: Gold; Fee: 11; Limit: 12',
    );
  });

  it('says that a file with a password has one, and that an empty one is empty', async () => {
    const manifest =
      '<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>';
    await expect(read(openDocument('text', '', { 'META-INF/manifest.xml': manifest }))).rejects.toMatchObject(
      {
        code: 'document_encrypted',
      },
    );
    await expect(read(openDocument('text', ''))).rejects.toMatchObject({ code: 'document_empty' });
    await expect(read(openDocument('text', 'x', { 'content.xml': '<x/>' }))).rejects.toMatchObject({
      code: 'document_corrupt',
    });
  });
});

describe('parseOdp', () => {
  it('makes each slide a page: title, frames in reading order, notes', async () => {
    const result = await read(
      openDocument(
        'presentation',
        `<draw:page>${frame('right', place(12, 5))}${frame('left', place(1, 5))}${frame('Title', place(1, 1), 'presentation:class="title"')}<presentation:notes>${frame('Say this.', '')}</presentation:notes></draw:page>` +
          `<draw:page>${frame('second', place(1, 1))}</draw:page>`,
      ),
    );
    expect(result.text).toBe('Title\n\nleft\n\nright\n\nSay this.\n\nsecond');
    expect(result.pages.map(({ page }) => page)).toEqual([1, 2]);
    expect(result.headings).toMatchObject([{ level: 1, text: 'Title' }]);
  });
});

describe('parseOds', () => {
  it('reads rows with their header, under the name of their sheet', async () => {
    const book = utils.book_new();
    utils.book_append_sheet(
      book,
      utils.aoa_to_sheet([
        ['品目', '単価', '数'],
        ['椅子', 12000, 3],
      ]),
      '価格',
    );
    const bytes = new Uint8Array(write(book, { type: 'buffer', bookType: 'ods' }) as Buffer);
    expect(await read(bytes)).toMatchObject({
      mediaType: 'application/vnd.oasis.opendocument.spreadsheet',
      text: '価格\n\n品目: 椅子; 単価: 12000; 数: 3',
    });
  });
});
