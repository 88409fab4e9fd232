import { PDFDocument } from 'pdfkit';

const MARGIN = 64;
const sizes = { 1: 22, 2: 14, 3: 11.5 };

/**
 * Sets blocks as an A4 document with an outline and a running footer. Streams are not compressed, because zlib's
 * output differs between versions of Node.
 * @returns {Promise<Buffer>}
 */
export function writePdf(blocks, date) {
  const title = blocks.find((block) => block.kind === 'heading').text;
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    compress: false,
    bufferPages: true,
    lang: 'en',
    info: { Title: title, Author: 'Aozora Robotics', CreationDate: date, ModDate: date },
  });
  const chunks = [];
  document.on('data', (chunk) => chunks.push(chunk));
  const written = new Promise((resolve) => {
    document.on('end', () => resolve(Buffer.concat(chunks)));
  });
  const outline = [document.outline];
  blocks.forEach((block, i) => {
    if (block.kind !== 'item' && blocks[i - 1]?.kind === 'item') document.moveDown(0.5);
    writeBlock(document, block, outline);
  });
  writeFooters(document, title);
  document.end();
  return written;
}

function writeBlock(document, block, outline) {
  if (block.kind === 'heading') {
    const size = sizes[block.level];
    // A heading stays with at least three lines of its text.
    if (document.y + size * 2 + 48 > document.page.height - MARGIN) document.addPage();
    outline.length = block.level;
    outline.push(outline[block.level - 1].addItem(block.text));
    document.moveDown(block.level === 1 ? 0 : 0.6);
    document.font('Helvetica-Bold').fontSize(size).text(block.text).moveDown(0.4);
    return;
  }
  document.font('Helvetica').fontSize(10.5);
  if (block.kind === 'item') {
    document.text('•', MARGIN, document.y, { continued: false, lineBreak: false });
    document.text(block.text, MARGIN + 14, document.y, { lineGap: 3 });
    document.x = MARGIN;
    document.moveDown(0.15);
    return;
  }
  document.text(block.text, { lineGap: 3, align: 'left' }).moveDown(0.5);
}

function writeFooters(document, title) {
  const { start, count } = document.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    document.switchToPage(page);
    // Below the margin, where text would otherwise start a new page.
    document.page.margins.bottom = 0;
    document
      .font('Helvetica')
      .fontSize(8.5)
      .text(`Aozora Robotics – ${title} – page ${page + 1} of ${count}`, MARGIN, document.page.height - 40, {
        align: 'center',
        lineBreak: false,
        width: document.page.width - MARGIN * 2,
      });
  }
}
