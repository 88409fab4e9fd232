import { strToU8, zipSync } from 'fflate';
import { defaultParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

const container =
  '<?xml version="1.0"?><container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>';

const packageFile = `<?xml version="1.0"?><package xmlns:dc="x"><metadata><dc:title>手引き</dc:title></metadata>
<manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="text/second%20one.xhtml"/><item id="a" href="text/first.xhtml"/></manifest>
<spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="missing"/></spine></package>`;

const chapter = (body: string) =>
  `<?xml version="1.0"?><html xmlns="x"><head><title/></head><body>${body}</body></html>`;

function epub(extra: Record<string, string> = {}): Uint8Array {
  const parts: Record<string, string> = {
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': container,
    'OEBPS/book.opf': packageFile,
    'OEBPS/nav.xhtml': chapter('<ol><li>contents</li></ol>'),
    'OEBPS/text/second one.xhtml': chapter('<h1>Two</h1><p>Last.</p>'),
    'OEBPS/text/first.xhtml': chapter('<h1>One</h1><p>A&nbsp;first<br/>line.<a id="x"/></p>'),
    ...extra,
  };
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

const encryption = (path: string) =>
  `<encryption><EncryptedData><CipherData><CipherReference URI="${path}"/></CipherData></EncryptedData></encryption>`;

describe('parseEpub', () => {
  it('reads the chapters in reading order, with their headings, without the table of contents', async () => {
    expect(await parseBytes(epub(), 'x', defaultParseLimits)).toMatchObject({
      mediaType: 'application/epub+zip',
      title: '手引き',
      text: 'One\n\nA first\nline.\n\nTwo\n\nLast.',
      headings: [{ text: 'One' }, { text: 'Two' }],
    });
  });

  it('tells copy protection from scrambled fonts', async () => {
    const locked = epub({ 'META-INF/encryption.xml': encryption('OEBPS/text/first.xhtml') });
    await expect(parseBytes(locked, 'x', defaultParseLimits)).rejects.toMatchObject({
      code: 'document_encrypted',
    });
    const font = epub({ 'META-INF/encryption.xml': encryption('OEBPS/font.otf') });
    expect((await parseBytes(font, 'x', defaultParseLimits)).title).toBe('手引き');
  });

  it('refuses a container without a book', async () => {
    await expect(parseBytes(epub({ 'OEBPS/book.opf': '' }), 'x', defaultParseLimits)).rejects.toMatchObject({
      code: 'document_corrupt',
    });
  });
});
