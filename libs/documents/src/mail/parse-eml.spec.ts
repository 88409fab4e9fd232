import { parseBytes } from '../parse-bytes.js';
import { defaultParseLimits, type ParseLimits } from '../limits.js';

const base64 = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('base64');

function mail(head: string[], body: string | Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

const from = [
  'From: =?UTF-8?B?5L2Q6Jek?= <sato@example.com>',
  'Date: Mon, 5 Jan 2026 10:00:00 +0900',
  'MIME-Version: 1.0',
];

function multipart(...parts: [head: string[], body: string][]): Uint8Array {
  const body = parts.map(([head, content]) => `--b\r\n${head.join('\r\n')}\r\n\r\n${content}\r\n`).join('');
  return mail([...from, 'Subject: Report', 'Content-Type: multipart/mixed; boundary=b'], `${body}--b--\r\n`);
}

const attached = (
  name: string,
  content: string | Uint8Array,
  type = 'application/octet-stream',
): [string[], string] => [
  [
    `Content-Type: ${type}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
  ],
  base64(content),
];

const text = (content: string): [string[], string] => [['Content-Type: text/plain; charset=utf-8'], content];

const wrap = (inner: Uint8Array) =>
  multipart([['Content-Type: message/rfc822'], Buffer.from(inner).toString('latin1')]);
const attach = (bytes: Uint8Array) => multipart(attached('m.eml', bytes, 'message/rfc822'));

const read = (bytes: Uint8Array, limits: Partial<ParseLimits> = {}) =>
  parseBytes(bytes, 'x.eml', { ...defaultParseLimits, ...limits });

describe('parseEml', () => {
  it('reads subject, sender, receivers, date and text', async () => {
    const bytes = mail(
      [...from, 'To: a@example.com, B <b@example.com>', 'Subject: Hello'],
      'Line one\r\nLine two\r\n',
    );
    expect(await read(bytes)).toMatchObject({
      mediaType: 'message/rfc822',
      title: 'Hello',
      text:
        'Hello\n\nFrom: 佐藤 <sato@example.com>\nTo: a@example.com, B <b@example.com>\n' +
        'Date: Mon, 5 Jan 2026 10:00:00 +0900\n\nLine one\nLine two',
      pages: [{ page: 1, start: 0 }],
    });
  });

  it.each([
    ['iso-2022-jp', '1b244232713544244e35443b764f3f1b2842'],
    ['shift_jis', '89ef8b6382cc8b638e96985e'],
    ['euc-jp', 'b2f1b5c4a4ceb5c4bbf6cfbf'],
    ['windows-31j', '89ef8b6382cc8b638e96985e'],
  ])('reads %s in subject and body', async (charset, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    const head = [
      ...from,
      `Subject: =?${charset}?B?${base64(bytes)}?=`,
      `Content-Type: text/plain; charset=${charset}`,
    ];
    const result = await read(mail([...head, 'Content-Transfer-Encoding: 8bit'], bytes));
    expect(result.title).toBe('会議の議事録');
    expect(result.text).toMatch(/会議の議事録$/);
  });

  it('prefers the web page of a message, which has its tables, to its text', async () => {
    const html = '<p>Prices:</p><table><tr><th>Item<th>Price<tr><td>Desk<td>480</table>';
    const body = `--a\r\nContent-Type: text/plain\r\n\r\nItem Price Desk 480\r\n--a\r\nContent-Type: text/html\r\n\r\n${html}\r\n--a--`;
    const bytes = mail([...from, 'Content-Type: multipart/alternative; boundary=a'], body);
    expect((await read(bytes)).text).toMatch(/\n\nPrices:\n\nItem: Desk; Price: 480$/);
  });

  it('reads each attachment as a page of its own, under its name, headings below that', async () => {
    const result = await read(
      multipart(
        text('See attachments.'),
        attached('規程.md', '# Rules\n\nBe kind.'),
        attached('list.csv', 'a,b\n1,2'),
      ),
    );
    expect(result.text).toMatch(
      /\n\nSee attachments\.\n\n規程\.md\n\nRules\n\nBe kind\.\n\nlist\.csv\n\na: 1; b: 2$/,
    );
    expect(result.headings.map(({ level, text: heading }) => [level, heading])).toEqual([
      [1, 'Report'],
      [2, '規程.md'],
      [3, 'Rules'],
      [2, 'list.csv'],
    ]);
    expect(result.pages.map(({ page, start }) => [page, result.text.slice(start, start + 5)])).toEqual([
      [1, 'Repor'],
      [2, '規程.md'],
      [3, 'list.'],
    ]);
  });

  it('keeps only the name of an attachment that cannot be read', async () => {
    const result = await read(
      multipart(
        text('Look:'),
        attached(
          'data.bin',
          Uint8Array.from({ length: 99 }, (_, i) => (i * 89) % 256),
        ),
        attached('note.txt', 'fine'),
      ),
    );
    expect(result.text).toMatch(/Look:\n\ndata\.bin\n\nnote\.txt\n\nfine$/);
  });

  it('reads a message that is attached to a message, but not without end', async () => {
    const inner = mail([...from, 'Subject: Inner'], 'deep');
    expect((await read(wrap(inner))).text).toMatch(/\n\nmessage\.eml\n\nInner\n\nFrom: .*\n\ndeep$/s);
    let matryoshka = inner;
    for (let i = 0; i < 7; i++) matryoshka = attach(matryoshka);
    await expect(read(matryoshka)).rejects.toMatchObject({ code: 'document_too_large' });
  });

  it('refuses too many attachments', async () => {
    const many = Array.from({ length: 4 }, (_, i) => attached(`${i}.txt`, 'x'));
    await expect(read(multipart(...many), { maxParts: 3 })).rejects.toThrow(/4 attachments/);
  });
});
