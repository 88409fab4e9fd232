/** A piece of text on a page of 600 × 800 points: where it begins, counted from the bottom left, and its size. */
export interface DrawnText {
  x: number;
  y: number;
  text: string;
  size?: number;
}

/** How a drawn PDF names its characters. */
export interface PdfEncoding {
  /**
   * `latin`: Helvetica in WinAnsi. `horizontal`, `vertical`: a Japanese font that is not embedded, in UTF-16 (the
   * predefined maps UniJIS-UTF16-H and -V). `glyphs`: an embedded font's glyph numbers without a map to characters, as
   * careless programs write it.
   */
  encoding: 'latin' | 'horizontal' | 'vertical' | 'glyphs';
}

const JAPANESE = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >>';
const IDENTITY = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>';
const DESCRIPTOR =
  '/Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80';

/** Draws a PDF by hand, page by page, in exactly the order that is given: tests then know every byte of it. */
export function drawnPdf(pages: DrawnText[][], { encoding }: PdfEncoding): Uint8Array {
  const kids = pages.map((_, i) => `${6 + i * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    ...fontObjects(encoding),
    ...pages.flatMap((texts, i) => {
      const content = texts.map((each) => drawing(each, encoding)).join('\n');
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents ${7 + i * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.5\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new Uint8Array(Buffer.from(file + xref + trailer, 'latin1'));
}

/** Objects 3 to 5: the font, its descendant and its descriptor. */
function fontObjects(encoding: PdfEncoding['encoding']): string[] {
  if (encoding === 'latin')
    return [
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      'null',
      'null',
    ];
  const glyphs = encoding === 'glyphs';
  const [name, info] = glyphs ? ['ABCDEF+Unknown', IDENTITY] : ['HeiseiMin-W3', JAPANESE];
  const map = { horizontal: 'UniJIS-UTF16-H', vertical: 'UniJIS-UTF16-V', glyphs: 'Identity-H' }[encoding];
  return [
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /${map} /DescendantFonts [4 0 R] >>`,
    `<< /Type /Font /Subtype /CIDFontType${glyphs ? 2 : 0} /BaseFont /${name} ${info} /FontDescriptor 5 0 R /DW ${glyphs ? 550 : 1000} >>`,
    `<< /Type /FontDescriptor /FontName /${name} ${DESCRIPTOR} >>`,
  ];
}

function drawing({ x, y, text, size = 12 }: DrawnText, encoding: PdfEncoding['encoding']): string {
  return `BT /F1 ${size} Tf ${x} ${y} Td <${codes(text, encoding)}> Tj ET`;
}

function codes(text: string, encoding: PdfEncoding['encoding']): string {
  if (encoding === 'latin') return Buffer.from(text, 'latin1').toString('hex');
  // Most fonts have their letters in the order of ASCII, from glyph 3 on.
  const units =
    encoding === 'glyphs' ? Array.from(text, (each) => String.fromCharCode(each.charCodeAt(0) - 29)) : [text];
  return Buffer.from(units.join(''), 'utf16le').swap16().toString('hex');
}
