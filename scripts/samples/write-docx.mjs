import {
  AlignmentType,
  Document,
  HeadingLevel,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { unzipSync, zipSync } from 'fflate';

const headingLevels = { 1: HeadingLevel.TITLE, 2: HeadingLevel.HEADING_1, 3: HeadingLevel.HEADING_2 };
const font = { ascii: 'Calibri', eastAsia: 'Yu Gothic', hAnsi: 'Calibri' };

/**
 * Sets blocks as a Word document. The library stamps the time of day into the file and into its ZIP container; both
 * are replaced, so that the same blocks and date give the same bytes.
 * @returns {Promise<Uint8Array>}
 */
export async function writeDocx(blocks, date) {
  const document = new Document({
    title: blocks.find((block) => block.kind === 'heading').text,
    creator: '青空ロボティクス株式会社',
    lastModifiedBy: '青空ロボティクス株式会社',
    styles: { default: { document: { run: { font, size: 21 } } } },
    sections: [{ children: blocks.map(writeBlock) }],
  });
  return repack(await Packer.toBuffer(document), date);
}

function writeBlock(block) {
  if (block.kind === 'heading') {
    return new Paragraph({ text: block.text, heading: headingLevels[block.level] });
  }
  if (block.kind === 'item') return new Paragraph({ text: block.text, bullet: { level: 0 } });
  if (block.kind === 'table') return writeTable(block.rows);
  return new Paragraph({ text: block.text, alignment: AlignmentType.LEFT, spacing: { after: 160 } });
}

function writeTable(rows) {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, i) =>
        new TableRow({
          ...(i === 0 ? { tableHeader: true } : {}),
          children: cells.map(
            (text) =>
              new TableCell({ children: [new Paragraph({ children: [new TextRun({ text, bold: i === 0 })] })] }),
          ),
        }),
    ),
  });
}

function repack(docx, date) {
  const stamp = `${date.toISOString().slice(0, 19)}Z`;
  const parts = unzipSync(docx);
  const core = new TextDecoder()
    .decode(parts['docProps/core.xml'])
    .replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/gu, `$1${stamp}`);
  parts['docProps/core.xml'] = new TextEncoder().encode(core);
  // Local time, as ZIP files keep it: the same on every machine.
  const mtime = new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return zipSync(parts, { level: 9, mtime });
}
