import { strToU8, zipSync } from 'fflate';
import { mediaTypes } from '../media-types.js';
import { detectMediaType } from './detect-media-type.js';

const utf8 = (text: string) => new TextEncoder().encode(text);
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')])));
const wordFile = zip('[Content_Types].xml', '_rels/.rels', 'word/document.xml');
const openDocument = (kind: string) =>
  zipSync({
    mimetype: [utf8(`application/vnd.oasis.opendocument.${kind}`), { level: 0 }],
    'content.xml': utf8('x'),
  });
/** A compound file with the given names in its directory. */
const compound = (...streams: string[]) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(100_000),
    ...streams.map((stream) => Buffer.from(`${stream}\0`, 'utf16le')),
  ]);

describe('detectMediaType', () => {
  it.each([
    ['a PDF', utf8('%PDF-1.7\n'), 'x.pdf', mediaTypes.pdf],
    ['a PDF called .txt', utf8('%PDF-1.7\n'), 'x.txt', mediaTypes.pdf],
    ['a PDF behind other bytes', utf8(`${' '.repeat(900)}%PDF-1.4`), 'x', mediaTypes.pdf],
    ['a PDF without its signature', utf8('%%\n1 0 obj\n<<\n/Type /Catalog'), 'x.pdf', mediaTypes.pdf],
    ['a Word file', wordFile, 'x.zip', mediaTypes.docx],
    ['a spreadsheet', zip('[Content_Types].xml', 'xl/workbook.xml'), 'x.docx', mediaTypes.xlsx],
    ['a binary spreadsheet', zip('[Content_Types].xml', 'xl/workbook.bin'), 'x.xlsx', mediaTypes.xlsb],
    ['a presentation', zip('[Content_Types].xml', 'ppt/presentation.xml'), 'x', mediaTypes.pptx],
    ['a Word file cut off in the middle', wordFile.subarray(0, 200), 'x.docx', mediaTypes.docx],
    ['an old spreadsheet', compound('Root Entry', 'Workbook'), 'x.doc', mediaTypes.xls],
    ['a message of Outlook', compound('Root Entry', '__nameid_version1.0'), 'x', mediaTypes.msg],
    ['a mail message', utf8('Received: x\r\n by y\r\nFrom: a@b\r\nDate: x\r\n\r\nHi'), 'x', mediaTypes.eml],
    ['a short mail message, by its name', utf8('From: a@b\n\nHi'), 'x.eml', mediaTypes.eml],
    [
      'a note that only looks like one',
      utf8('From: me\nTo: you\nDate: today\n\nHi'),
      'x.txt',
      mediaTypes.text,
    ],
    ['an archive', zip('a.txt'), 'x.docx', mediaTypes.zip],
    ['an e-book', zip('mimetype', 'META-INF/container.xml'), 'x.zip', mediaTypes.epub],
    ['an OpenDocument text', openDocument('text'), 'x.zip', mediaTypes.odt],
    ['a template of a spreadsheet', openDocument('spreadsheet-template'), 'x', mediaTypes.ods],
    ['a Rich Text file', utf8('{\\rtf1\\ansi x}'), 'x.doc', mediaTypes.rtf],
    ['JSON', utf8(' [{"a": 1}]'), 'x', mediaTypes.json],
    ['a note that begins with a bracket', utf8('[draft] see below'), 'x', mediaTypes.text],
    ['a table, by its name', utf8('a,b\n1,2'), 'x.CSV', mediaTypes.csv],
    ['a table with tabs, by its name', utf8('a\tb\n1\t2'), 'x.tsv', mediaTypes.tsv],
    ['an HTML page', utf8('\uFEFF\n<!-- a -->\n<!DOCTYPE html><p>'), 'x.txt', mediaTypes.html],
    ['an XHTML page', utf8('<?xml version="1.0"?><html xmlns="…">'), 'x', mediaTypes.html],
    ['a piece of HTML, by its name', utf8('<p>hello</p>'), 'x.HTM', mediaTypes.html],
    ['the same called .md', utf8('<p align=center>hello</p>\n# Title'), 'README.md', mediaTypes.markdown],
    ['Markdown', utf8('# Title'), 'a.markdown', mediaTypes.markdown],
    ['text', utf8('# Title'), 'notes.xyz', mediaTypes.text],
    ['text that claims to be a PDF', utf8('just words'), 'x.pdf', mediaTypes.text],
    ['UTF-16 Markdown', Buffer.from('\uFEFF# 題', 'utf16le'), 'x.md', mediaTypes.markdown],
  ])('recognises %s', (_, bytes, name, type) => {
    expect(detectMediaType(bytes, name)).toBe(type);
  });

  it.each([
    ['an old Word file', compound('Root Entry', 'WordDocument', 'Workbook'), 'x.doc', /old Word file/],
    ['a drawing', openDocument('graphics'), 'x.odt', /OpenDocument file of another kind/],
    ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d), 'x.md', /image \(PNG\)/],
    ['random bytes', Uint8Array.from({ length: 400 }, (_, i) => (i * 7919) % 256), 'x.txt', /binary/],
  ])('refuses %s and lists what it reads', (_, bytes, name, message) => {
    const detect = () => detectMediaType(bytes, name);
    expect(detect).toThrow(expect.objectContaining({ code: 'unsupported_document_type' }));
    expect(detect).toThrow(message);
    expect(detect).toThrow(/PDF, Word \(\.docx\), PowerPoint .* HTML, Markdown and plain text/);
  });

  it('tells an Office file with a password from an old one', () => {
    expect(() => detectMediaType(compound(), 'a.docx')).toThrow(/old Microsoft Office/);
    expect(() => detectMediaType(compound('EncryptedPackage'), 'a.docx')).toThrow(
      expect.objectContaining({ code: 'document_encrypted' }),
    );
  });
});
