import { defaultParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

const read = (rtf: string) => parseBytes(Buffer.from(rtf, 'latin1'), 'x', defaultParseLimits);

const row = (...cells: string[]) =>
  String.raw`\trowd\pard\intbl ` + cells.map((cell) => `${cell}\\cell`).join(' ') + String.raw`\row`;

describe('parseRtf', () => {
  it('reads paragraphs, headings by style and by outline level, and the title', async () => {
    const result = await read(
      String.raw`{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}{\info{\title A report}{\author x}}` +
        String.raw`\pard\s1 Rules\par\pard\s0 Be {\b kind} \emdash  always.\line Next line.\par\pard\outlinelevel1 Details\par\pard More.}`,
    );
    expect(result).toMatchObject({
      mediaType: 'application/rtf',
      title: 'A report',
      text: 'Rules\n\nBe kind — always.\nNext line.\n\nDetails\n\nMore.',
      headings: [
        { level: 1, text: 'Rules' },
        { level: 2, text: 'Details' },
      ],
    });
  });

  it('reads Japanese in the code page of the file, of the font, and as Unicode', async () => {
    const shiftJis = String.raw`\'93\'fa\'96\'7b`;
    expect((await read(String.raw`{\rtf1\ansi\ansicpg932 ${shiftJis}}`)).text).toBe('日本');
    const byFont = String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset128 MS Mincho;}}\f1 ${shiftJis}\f0  caf\'e9}`;
    expect((await read(byFont)).text).toBe('日本 café');
    expect((await read(String.raw`{\rtf1\uc2\u26085 ${shiftJis.slice(0, 8)}\u26412\'96\'7b!}`)).text).toBe(
      '日本!',
    );
  });

  it('reads tables row by row', async () => {
    const result = await read(
      String.raw`{\rtf1 Before\par ${row('Item', 'Price')}${row('Desk', '480')}${row('Chair', '120')}\pard After\par}`,
    );
    expect(result.text).toBe('Before\n\nItem: Desk; Price: 480\nItem: Chair; Price: 120\n\nAfter');
  });

  it('leaves out pictures, hidden text, headers and field codes, and sets footnotes below', async () => {
    const result = await read(
      String.raw`{\rtf1{\header Page head}{\pict\pngblip 89504e47}{\v secret}{\*\unknown junk}See{\footnote a note} {\field{\*\fldinst HYPERLINK "x"}{\fldrslt here}}.\par End}`,
    );
    expect(result.text).toBe('See here.\n\na note\n\nEnd');
  });

  it('reads a file that is cut off, and one that nests without end', async () => {
    expect((await read(String.raw`{\rtf1 Hello {\b wor`)).text).toBe('Hello wor');
    expect((await read(`{\\rtf1 ${'{'.repeat(100_000)}deep`)).text).toBe('deep');
  });
});
