import { strToU8, zipSync } from 'fflate';
import { documentSeeds } from '../../../test/support/document-seeds.js';
import { parseTimeout, parseTooHungry } from './isolation/explain-death.js';
import { defaultParseLimits, defaultProcessLimits, limitSettings, type ParseLimits } from './limits.js';
import { parseBytes } from './parse-bytes.js';

const text = strToU8('some words');
const archive = zipSync({ 'a.txt': text, 'b.txt': text });
const nested = zipSync({ 'a.zip': archive });
const bomb = zipSync({ 'a.txt': new Uint8Array(2 ** 22).fill(0x61) }, { level: 9 });

const slides = documentSeeds.find(({ name }) => name.endsWith('.pptx'))?.bytes ?? text;

/** For each limit that refuses a file a value of it, and a file that exceeds that; scans are refused in PDFs alone. */
const excesses: Record<
  Exclude<keyof ParseLimits, 'maxPictures' | 'maxPictureBytes'>,
  [limit: number, name: string, Uint8Array]
> = {
  maxBytes: [4, 'a.md', text],
  maxPages: [0, 'a.pptx', slides],
  maxCharacters: [4, 'a.md', text],
  maxZipEntries: [1, 'a.zip', archive],
  maxZipBytes: [12, 'a.zip', archive],
  maxZipRatio: [2, 'a.zip', bomb],
  maxParts: [1, 'a.zip', archive],
  maxNesting: [1, 'a.zip', nested],
};

describe('an error about a limit', () => {
  it.each(Object.entries(excesses))(
    'names the setting that raises it: %s',
    async (name, [value, file, bytes]) => {
      const limit = name as keyof typeof excesses;
      const failure = parseBytes(bytes, file, { ...defaultParseLimits, [limit]: value });
      await expect(failure).rejects.toMatchObject({ code: 'document_too_large' });
      await expect(failure).rejects.toThrow(`or raise ${limitSettings[limit]} of the worker`);
    },
  );

  it('names the setting for time and memory', () => {
    expect(parseTimeout(defaultProcessLimits).message).toContain(limitSettings.timeoutMs);
    expect(parseTooHungry(defaultProcessLimits).message).toContain(limitSettings.memoryMb);
  });
});
