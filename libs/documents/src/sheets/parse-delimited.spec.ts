import { defaultParseLimits } from '../limits.js';
import { parseCsv, parseTsv } from './parse-delimited.js';

const csv = (text: string) => parseCsv(new TextEncoder().encode(text), { ...defaultParseLimits });

describe('parseCsv', () => {
  it('reads each row with its header', () => {
    const result = csv('name,team,since\nSato,Sales,2019\nSuzuki,"R, and ""D""",2021\n');
    expect(result.text).toBe(
      'name: Sato; team: Sales; since: 2019\nname: Suzuki; team: R, and "D"; since: 2021',
    );
    expect(result).toMatchObject({ mediaType: 'text/csv', pages: [], headings: [] });
  });

  it('finds out the delimiter, and keeps a line break inside a value from cutting its row', () => {
    expect(csv('Name;Note\nA;"one\ntwo"\nB;x,y').text).toBe('Name: A; Note: one two\nName: B; Note: x,y');
  });

  it('reads Shift_JIS, as Excel in Japan writes it', () => {
    // "氏名,部署" / "佐藤,営業" in Shift_JIS.
    const bytes = Buffer.from('8e8196bc2c95948f900a8db293a12c8963 8bc6'.replaceAll(' ', ''), 'hex');
    const result = parseCsv(bytes, { ...defaultParseLimits });
    expect(result.text).toBe('氏名: 佐藤; 部署: 営業');
  });

  it('joins the values where no row names the columns', () => {
    expect(csv('2024-01-05,120,ok\n2024-01-06,80,late').text).toBe(
      '2024-01-05; 120; ok\n2024-01-06; 80; late',
    );
  });

  it('reads rows of unequal length and a header alone', () => {
    expect(csv('a,b\n1\n1,2,3').text).toBe('a: 1\na: 1; b: 2; 3');
    expect(csv('name,team').text).toBe('name; team');
  });

  it('refuses a file of delimiters only', () => {
    expect(() => csv(',,,\n,,,')).toThrow(expect.objectContaining({ code: 'document_empty' }));
  });
});

describe('parseTsv', () => {
  it('parts cells by tabs alone', () => {
    const bytes = new TextEncoder().encode('品名\t備考\n椅子\t黒,革\n');
    expect(parseTsv(bytes, { ...defaultParseLimits })).toMatchObject({
      text: '品名: 椅子; 備考: 黒,革',
      mediaType: 'text/tab-separated-values',
    });
  });
});
