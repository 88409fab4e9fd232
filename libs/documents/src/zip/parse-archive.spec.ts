import { strToU8, zipSync, type Zippable } from 'fflate';
import { defaultParseLimits, type ParseLimits } from '../limits.js';
import { parseBytes } from '../parse-bytes.js';

const read = (files: Zippable, limits: Partial<ParseLimits> = {}) =>
  parseBytes(zipSync(files), 'x.zip', { ...defaultParseLimits, ...limits });

const picture = Uint8Array.of(0x47, 0x49, 0x46, 0x38, 0x39, 0x61);

describe('parseArchive', () => {
  it('reads each file as a page under its path, headings below that', async () => {
    const result = await read({
      '規程/旅費.md': strToU8('# 旅費\n\n日当は二千円です。'),
      'list.csv': strToU8('a,b\n1,2'),
      '__MACOSX/._list.csv': strToU8('junk'),
      '.DS_Store': strToU8('junk'),
    });
    expect(result).toMatchObject({
      mediaType: 'application/zip',
      title: null,
      text: '規程/旅費.md\n\n旅費\n\n日当は二千円です。\n\nlist.csv\n\na: 1; b: 2',
    });
    expect(result.headings.map(({ level, text }) => [level, text])).toEqual([
      [1, '規程/旅費.md'],
      [2, '旅費'],
      [1, 'list.csv'],
    ]);
    expect(result.pages.map(({ page }) => page)).toEqual([1, 2]);
  });

  it('reads names in Shift_JIS, as Windows in Japan writes them', async () => {
    // "議事録" in Shift_JIS; the archive is made with a name of as many bytes, which is then replaced.
    const zip = Buffer.from(zipSync({ 'abcdef.txt': strToU8('hello') }));
    const name = Buffer.from('8b638e96985e', 'hex');
    for (let at = zip.indexOf('abcdef'); at >= 0; at = zip.indexOf('abcdef', at)) name.copy(zip, at);
    const result = await parseBytes(zip, 'x.zip', defaultParseLimits);
    expect(result.text).toBe('議事録.txt\n\nhello');
  });

  it('reads an archive inside an archive, but not without end', async () => {
    const inner = zipSync({ 'a.txt': strToU8('deep') });
    expect((await read({ 'b.zip': inner })).text).toBe('b.zip\n\na.txt\n\ndeep');
    let matryoshka = inner;
    for (let i = 0; i < 8; i++) matryoshka = zipSync({ 'b.zip': matryoshka });
    await expect(read({ 'b.zip': matryoshka })).rejects.toMatchObject({ code: 'document_too_large' });
  });

  it('counts what nested archives unpack to against one limit', async () => {
    const inner = zipSync({ 'a.txt': new Uint8Array(40_000).fill(97) });
    const files = { '1.zip': inner, '2.zip': inner, '3.zip': inner };
    await expect(read(files, { maxZipBytes: 100_000 })).rejects.toMatchObject({ code: 'document_too_large' });
    expect((await read(files, { maxZipBytes: 200_000 })).text.length).toBeGreaterThan(120_000);
  });

  it('keeps the names of files that it cannot read, and refuses an archive of nothing else', async () => {
    const result = await read({ 'logo.gif': picture, 'a.txt': strToU8('hello') });
    expect(result.text).toBe('logo.gif\n\na.txt\n\nhello');
    await expect(read({ 'logo.gif': picture })).rejects.toMatchObject({ name: 'DocumentError' });
    await expect(read({ 'empty/': new Uint8Array() })).rejects.toMatchObject({ code: 'document_empty' });
  });

  it('refuses too many files', async () => {
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${i}.txt`, strToU8('x')]));
    await expect(read(files, { maxParts: 4 })).rejects.toThrow(/5 files/);
  });
});
