import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { strToU8, zipSync } from 'fflate';
import { defaultParseLimits } from '../limits.js';
import { parseDocx } from './parse-docx.js';

const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
const row = (tableHeader: boolean, ...cells: string[]) =>
  new TableRow({ tableHeader, children: cells.map(cell) });

function docx(children: (Paragraph | Table)[], title?: string): Promise<Buffer> {
  return Packer.toBuffer(
    new Document({ ...(title === undefined ? {} : { title }), sections: [{ children }] }),
  );
}

describe('parseDocx', () => {
  it('reads headings, paragraphs, lists and the title', async () => {
    const bytes = await docx(
      [
        new Paragraph({ text: '手引き', heading: HeadingLevel.TITLE }),
        new Paragraph({ text: '貸与品', heading: HeadingLevel.HEADING_1 }),
        new Paragraph('入社日に貸与します。'),
        new Paragraph({ text: 'one', bullet: { level: 0 } }),
        new Paragraph({ text: 'two', bullet: { level: 1 } }),
      ],
      'IT & more',
    );
    const result = await parseDocx(bytes, { ...defaultParseLimits });
    expect(result.title).toBe('IT & more');
    expect(result.text).toBe('手引き\n\n貸与品\n\n入社日に貸与します。\n\n- one\n  - two');
    expect(result.headings.map(({ level, text }) => [level, text])).toEqual([
      [1, '手引き'],
      [2, '貸与品'],
    ]);
  });

  it('reads tables row by row, also when every row claims to be a header', async () => {
    const rows = [row(true, '型番', '周期'), row(false, 'AN-14L', '4年'), row(false, 'HK-2', '3年')];
    const bytes = await docx([new Table({ rows })]);
    expect((await parseDocx(bytes, { ...defaultParseLimits })).text).toBe(
      '型番: AN-14L; 周期: 4年\n型番: HK-2; 周期: 3年',
    );
  });

  it('refuses an empty document, and a container that holds no Word document', async () => {
    await expect(parseDocx(await docx([new Paragraph('')]), { ...defaultParseLimits })).rejects.toMatchObject(
      {
        code: 'document_empty',
      },
    );
    await expect(
      parseDocx(zipSync({ 'a.xml': strToU8('<a/>') }), { ...defaultParseLimits }),
    ).rejects.toMatchObject({
      code: 'unsupported_document_type',
    });
    const broken = zipSync({ 'word/document.xml': strToU8('<w:document') });
    await expect(parseDocx(broken, { ...defaultParseLimits })).rejects.toMatchObject({
      code: 'document_corrupt',
    });
  });
});
