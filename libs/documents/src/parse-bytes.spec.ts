import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { zipSync } from 'fflate';
import { DocumentError } from './document-errors.js';
import { isSound } from './isolation/check-extracted.js';
import { defaultParseLimits } from './limits.js';
import { parseBytes } from './parse-bytes.js';

const sample = (name: string) => readFileSync(join(__dirname, '../../../samples', name));

/** The outcome that every file must have: a sound text, or an error with a remedy. */
async function outcome(bytes: Uint8Array, name: string): Promise<string> {
  try {
    const text = await parseBytes(bytes, name, defaultParseLimits);
    return isSound(text) ? 'sound' : `unsound: ${JSON.stringify(text).slice(0, 200)}`;
  } catch (error) {
    return error instanceof DocumentError ? error.code : `not a document error: ${String(error)}`;
  }
}

const fates = /^(?:sound|document_(?:empty|corrupt|encrypted|too_large)|unsupported_document_type)$/u;

describe('parseBytes', () => {
  it.each(['security-policy.md', 'work-rules-ja.html', 'it-equipment-ja.docx'])(
    'ends in a text or a document error for any damage to %s',
    async (name) => {
      const whole = sample(name);
      const damage = fc.record({
        keep: fc.integer({ min: 1, max: whole.length }),
        flips: fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), {
          maxLength: 20,
        }),
      });
      await fc.assert(
        fc.asyncProperty(damage, async ({ keep, flips }) => {
          const bytes = Uint8Array.from(whole.subarray(0, keep));
          for (const [at, mask] of flips) bytes[at % keep] = (bytes[at % keep] ?? 0) ^ mask;
          expect(await outcome(bytes, name)).toMatch(fates);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('ends in a text or a document error for any bytes under any name', async () => {
    const name = fc.constantFrom('a.md', 'a.html', 'a.docx', 'a.txt', 'a');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 600 }), name, async (bytes, name) => {
        expect(await outcome(bytes, name)).toMatch(fates);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['deeply nested quotes', 'a.md', `${'> '.repeat(1500)}deep`],
    [
      'deeply nested lists',
      'a.md',
      Array.from({ length: 150 }, (_, i) => `${'  '.repeat(i)}- ${i}`).join('\n'),
    ],
    ['unclosed links', 'a.md', '[a]('.repeat(3000)],
    ['one line of two million characters', 'a.txt', '青空'.repeat(1_000_000)],
    ['one line of HTML', 'a.html', `<p>${'word '.repeat(200_000)}</p>`],
    ['nested tables', 'a.html', `${'<table><tr><td>'.repeat(400)}x`],
    ['a table of a hundred thousand cells', 'a.html', `<table>${'<tr><td>a<td>b'.repeat(50_000)}</table>`],
  ])('reads %s', async (_, name, text) => {
    expect(await outcome(new TextEncoder().encode(text), name)).toBe('sound');
  });

  it('ends in a text or a document error where elements nest deeper than the call stack', async () => {
    const emphasis = `${'*a '.repeat(1500)}${'b* '.repeat(1500)}`;
    expect(await outcome(new TextEncoder().encode(emphasis), 'a.md')).toMatch(fates);
  });

  it('refuses a ZIP bomb that calls itself a Word file', async () => {
    const bomb = zipSync({ 'word/document.xml': new Uint8Array(100 * 2 ** 20) }, { level: 9 });
    expect(await outcome(bomb, 'bomb.docx')).toBe('document_too_large');
  });

  it('refuses a file that is larger than allowed before it looks inside', async () => {
    await expect(
      parseBytes(sample('security-policy.md'), 'a.md', { ...defaultParseLimits, maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'document_too_large' });
  });
});
