/** What goes into a hand-made PDF. */
interface PdfContent {
  /** Lines of plain ASCII text, page by page. */
  pages: string[][];
  /** Adds an encryption dictionary that no empty password opens. */
  encrypted?: boolean;
}

/** Writes a small PDF by hand: tests then need no PDF library, and know every byte. */
export function pdfFile({ pages, encrypted = false }: PdfContent): Uint8Array {
  const kids = pages.map((_, i) => `${4 + i * 2} 0 R`).join(' ');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((lines, i) => {
      const content = lines.map((line) => `(${line}) Tj T*`).join('\n');
      const stream = `BT /F1 11 Tf 14 TL 72 770 Td\n${content}\nET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + i * 2} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
      ];
    }),
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return String(offset).padStart(10, '0');
  });
  const secret = 'ab'.repeat(32);
  const encrypt = encrypted
    ? `/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${secret}> /U <${secret}> >> /ID [<00><00>]`
    : '';
  const entries = offsets.map((offset) => `${offset} 00000 n \n`).join('');
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  const trailer = `trailer << /Size ${objects.length + 1} /Root 1 0 R ${encrypt} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return new TextEncoder().encode(file + xref + trailer);
}
