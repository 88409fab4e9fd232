import { CFB, utils, write, type BookType } from '@e965/xlsx';
import { strToU8, zipSync, type Zippable } from 'fflate';

/** A small, sound file of a format that Kotae reads, made here so that every byte of it is known. */
export interface DocumentSeed {
  name: string;
  bytes: Uint8Array;
}

const zip = (parts: Record<string, string>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      // OpenDocument and EPUB want their type first and unpacked.
      Object.entries(parts).map(([name, text]) => [
        name,
        [strToU8(text), { level: name === 'mimetype' ? 0 : 6 }],
      ]),
    ) as Zippable,
  );

function workbook(bookType: BookType): Uint8Array {
  const book = utils.book_new();
  const rows = [
    ['品目', '単価', '納期'],
    ['椅子', 12000, '3日'],
    ['机', 48000, '2週間'],
  ];
  const sheet = utils.aoa_to_sheet(rows);
  sheet['!merges'] = [utils.decode_range('A2:A3')];
  utils.book_append_sheet(book, sheet, '価格表');
  return new Uint8Array(write(book, { type: 'buffer', bookType }) as Buffer);
}

const relations = (...targets: [type: string, target: string][]) =>
  `<Relationships>${targets.map(([type, target], i) => `<Relationship Id="rId${i}" Type="x/${type}" Target="${target}"/>`).join('')}</Relationships>`;

const slideText = (text: string) =>
  `<p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;

const presentation = zip({
  '_rels/.rels': relations(['officeDocument', 'ppt/presentation.xml']),
  'ppt/presentation.xml':
    '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="rId0"/></p:sldIdLst></p:presentation>',
  'ppt/_rels/presentation.xml.rels': relations(['slide', 'slides/slide1.xml']),
  'ppt/slides/slide1.xml': `<p:sld><p:cSld><p:spTree>${slideText('経費の精算')}</p:spTree></p:cSld></p:sld>`,
});

const openDocument = (kind: string, body: string) =>
  zip({
    mimetype: `application/vnd.oasis.opendocument.${kind}`,
    'content.xml': `<office:document-content><office:body><office:${kind}>${body}</office:${kind}></office:body></office:document-content>`,
  });

const book = zip({
  mimetype: 'application/epub+zip',
  'META-INF/container.xml': '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
  'book.opf':
    '<package><manifest><item id="a" href="a.xhtml"/></manifest><spine><itemref idref="a"/></spine></package>',
  'a.xhtml': '<html><body><h1>第一章</h1><p>Once upon a time.</p></body></html>',
});

function outlookMessage(): Uint8Array {
  const file = CFB.utils.cfb_new();
  const streams = {
    '__properties_version1.0': Buffer.alloc(32),
    '__substg1.0_0037001F': Buffer.from('出張の件', 'utf16le'),
    '__substg1.0_1000001F': Buffer.from('来週の出張です。', 'utf16le'),
    '__attach_version1.0_#00000000/__properties_version1.0': Buffer.alloc(8),
    '__attach_version1.0_#00000000/__substg1.0_3707001F': Buffer.from('a.csv', 'utf16le'),
    '__attach_version1.0_#00000000/__substg1.0_37010102': Buffer.from('a,b\n1,2\n'),
  };
  for (const [name, bytes] of Object.entries(streams)) CFB.utils.cfb_add(file, `/${name}`, bytes);
  return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Buffer);
}

const mail = [
  'From: sato@example.com',
  'Date: Mon, 5 Jan 2026 10:00:00 +0900',
  'MIME-Version: 1.0',
  'Subject: =?iso-2022-jp?B?GyRCMnE1RBsoQg==?=',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>See the <b>list</b>.</p>',
  '--b',
  'Content-Disposition: attachment; filename="a.csv"',
  'Content-Transfer-Encoding: base64',
  '',
  'YSxiCjEsMgo=',
  '--b--',
].join('\r\n');

/** One file of each format that holds several parts or has a grammar of its own. */
export const documentSeeds: DocumentSeed[] = [
  { name: 'a.xlsx', bytes: workbook('xlsx') },
  { name: 'a.xlsb', bytes: workbook('xlsb') },
  { name: 'a.xls', bytes: workbook('biff8') },
  { name: 'a.ods', bytes: workbook('ods') },
  { name: 'a.pptx', bytes: presentation },
  { name: 'a.odt', bytes: openDocument('text', '<text:h>規程</text:h><text:p>日当は二千円です。</text:p>') },
  {
    name: 'a.odp',
    bytes: openDocument(
      'presentation',
      '<draw:page><draw:frame><draw:text-box><text:p>題</text:p></draw:text-box></draw:frame></draw:page>',
    ),
  },
  { name: 'a.epub', bytes: book },
  { name: 'a.zip', bytes: zip({ 'a.csv': 'a,b\n1,2\n', 'b/c.md': '# 規程\n\n本文' }) },
  { name: 'a.msg', bytes: outlookMessage() },
  { name: 'a.eml', bytes: strToU8(mail) },
  {
    name: 'a.rtf',
    bytes: strToU8(
      String.raw`{\rtf1\ansi\ansicpg932{\fonttbl{\f0\fcharset128 x;}}\pard\f0 \'93\'fa\'96\'7b\par{\b text}\u26085 ?\par}`,
    ),
  },
  { name: 'a.json', bytes: strToU8('[{"name":"椅子","price":12000},{"name":"机","tags":["a","b"]}]') },
  { name: 'a.csv', bytes: strToU8('name,team\nSato,"Sales, west"\n') },
];
