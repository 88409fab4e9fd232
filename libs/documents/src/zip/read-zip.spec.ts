import { strToU8, zipSync } from 'fflate';
import { defaultParseLimits, type ParseLimits } from '../limits.js';
import { readZip as readZipWithin } from './read-zip.js';

/** With limits of its own for each call, since reading uses them up. */
const readZip = (bytes: Uint8Array, wanted: (name: string) => boolean, limits: ParseLimits) =>
  readZipWithin(bytes, wanted, { ...limits });
const everything = () => true;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

describe('readZip', () => {
  it('unpacks the wanted parts, stored and deflated', () => {
    const zip = zipSync({
      'a.xml': strToU8('A'.repeat(100)),
      'b.xml': [strToU8('B'), { level: 0 }],
      'c.png': strToU8('C'),
    });
    const parts = readZip(zip, (name) => name.endsWith('.xml'), defaultParseLimits);
    expect([...parts].map(([name, bytes]) => [name, bytes.length])).toEqual([
      ['a.xml', 100],
      ['b.xml', 1],
    ]);
  });

  it('refuses a part that unpacks a thousandfold, though the directory says otherwise', () => {
    const zip = zipSync({ 'bomb.xml': new Uint8Array(50 * 2 ** 20) }, { level: 9 });
    expect(() => readZip(zip, everything, defaultParseLimits)).toThrow(code('document_too_large'));
    // The directory entry is the last signature 0x02014b50 in the file; its size field is at offset 24.
    const entry = Buffer.from(zip).lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    new DataView(zip.buffer).setUint32(entry + 24, 10, true);
    expect(() => readZip(zip, everything, defaultParseLimits)).toThrow(code('document_too_large'));
  });

  it('refuses too many parts, and too many bytes in all', () => {
    const many = zipSync(
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${i}.xml`, strToU8('x')])),
    );
    expect(() => readZip(many, everything, { ...defaultParseLimits, maxZipEntries: 29 })).toThrow(
      code('document_too_large'),
    );
    expect(() => readZip(many, everything, { ...defaultParseLimits, maxZipBytes: 29 })).toThrow(
      code('document_too_large'),
    );
  });

  it('takes what it used from the limits, for the containers that follow', () => {
    const zip = zipSync({ 'a.xml': strToU8('hello'), 'b.xml': strToU8('world') });
    const limits = { ...defaultParseLimits, maxZipBytes: 12, maxZipEntries: 3 };
    readZipWithin(zip, everything, limits);
    expect(limits).toMatchObject({ maxZipBytes: 2, maxZipEntries: 1 });
    expect(() => readZipWithin(zip, everything, limits)).toThrow(code('document_too_large'));
  });

  it('says that a truncated or encrypted container is one', () => {
    const zip = zipSync({ 'a.xml': strToU8('hello') });
    expect(() => readZip(zip.subarray(0, zip.length - 10), everything, defaultParseLimits)).toThrow(
      code('document_corrupt'),
    );
    const entry = Buffer.from(zip).lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip[entry + 8] = 1;
    expect(() => readZip(zip, everything, defaultParseLimits)).toThrow(code('document_encrypted'));
  });
});
