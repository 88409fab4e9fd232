import { strToU8, zipSync } from 'fflate';
import { Random } from '../search/random.js';
import { SyntheticTexts } from '../search/texts.js';

/** Characters that count as a page where a format has none. */
export const CHARACTERS_PER_PAGE = 1800;
const PARAGRAPHS_PER_CHAPTER = 4;
const LINES_PER_PDF_PAGE = 48;
const CHARACTERS_PER_PDF_LINE = 85;

/** A file with its format, ready to upload. */
export interface InventedFile {
  name: string;
  format: Format;
  bytes: Uint8Array<ArrayBuffer>;
}

export const formats = ['md', 'html', 'docx', 'pdf'] as const;
type Format = (typeof formats)[number];

interface Chapter {
  title: string;
  paragraphs: string[];
}

/** Invents documents of about `pages` pages each, `count` of every format; the PDFs in English, of the rest every other. */
export function makeDocuments(count: number, pages: number): InventedFile[] {
  const random = new Random(count);
  const texts = { en: new SyntheticTexts('english', random), ja: new SyntheticTexts('japanese', random) };
  return formats.flatMap((format) =>
    Array.from({ length: count }, (_, n) => {
      const text = format === 'pdf' || n % 2 === 0 ? texts.en : texts.ja;
      const chapters: Chapter[] = [];
      for (let length = 0; length < pages * CHARACTERS_PER_PAGE;) {
        const paragraphs = Array.from({ length: PARAGRAPHS_PER_CHAPTER }, () =>
          text.passage(chapters.length),
        );
        chapters.push({ title: `Chapter ${chapters.length + 1}`, paragraphs });
        length += paragraphs.join('').length;
      }
      return { name: `${format}-${n}.${format}`, format, bytes: write[format](chapters) };
    }),
  );
}

const write: Record<Format, (chapters: Chapter[]) => Uint8Array<ArrayBuffer>> = {
  md: (chapters) =>
    utf8(chapters.map(({ title, paragraphs }) => `# ${title}\n\n${paragraphs.join('\n\n')}\n`).join('\n')),
  html: (chapters) =>
    utf8(`<!doctype html><meta charset="utf-8"><body>${chapters.map(toHtml).join('')}</body>`),
  docx: (chapters) => zip(toDocx(chapters)),
  pdf: (chapters) => utf8(toPdf(chapters)),
};

function toHtml({ title, paragraphs }: Chapter): string {
  return `<h1>${title}</h1>${paragraphs.map((paragraph) => `<p>${paragraph}</p>`).join('')}`;
}

const paragraph = (text: string, style = ''): string => `<w:p>${style}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** The three parts that a Word file cannot do without. */
function toDocx(chapters: Chapter[]): Record<string, string> {
  const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const openXml = 'http://schemas.openxmlformats.org';
  const heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>';
  const body = chapters.map(
    ({ title, paragraphs }) => paragraph(title, heading) + paragraphs.map((text) => paragraph(text)).join(''),
  );
  return {
    '[Content_Types].xml': `${declaration}<Types xmlns="${openXml}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${openXml}/package/2006/relationships"><Relationship Id="r1" Type="${openXml}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `${declaration}<w:document xmlns:w="${openXml}/wordprocessingml/2006/main"><w:body>${body.join('')}</w:body></w:document>`,
  };
}

/** A PDF 1.4 with one font and uncompressed pages; its text is ASCII. */
function toPdf(chapters: Chapter[]): string {
  const lines = chapters.flatMap(({ title, paragraphs }) => [title, ...paragraphs.flatMap(wrap), '']);
  const pages: string[][] = [];
  for (let at = 0; at < lines.length; at += LINES_PER_PDF_PAGE) {
    pages.push(lines.slice(at, at + LINES_PER_PDF_PAGE));
  }
  const kids = pages.map((_, n) => `${4 + 2 * n} 0 R`).join(' ');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((page, n) => {
      const text = `BT /F1 10 Tf 50 790 Td 15 TL ${page.map((line) => `(${line}) Tj T*`).join('\n')} ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 2 * n} 0 R>>`,
        `<</Length ${text.length}>>\nstream\n${text}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, n) => {
    const offset = file.length;
    file += `${n + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const size = objects.length + 1;
  return `${file}xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${file.length}\n%%EOF\n`;
}

function wrap(paragraph: string): string[] {
  const lines = [''];
  for (const word of paragraph.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last.length + word.length < CHARACTERS_PER_PDF_LINE)
      lines[lines.length - 1] = `${last} ${word}`.trim();
    else lines.push(word);
  }
  return lines;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

function zip(parts: Record<string, string>): Uint8Array<ArrayBuffer> {
  const entries = Object.entries(parts).map(([name, text]) => [name, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries)));
}
