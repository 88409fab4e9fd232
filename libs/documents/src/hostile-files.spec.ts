import * as fc from 'fast-check';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { documentSeeds } from '../../../test/support/document-seeds.js';
import { DocumentError } from './document-errors.js';
import { isSound } from './isolation/check-extracted.js';
import { defaultParseLimits } from './limits.js';
import { parseBytes } from './parse-bytes.js';

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

/** A fixed seed: the same files each time. Change it to try others. */
const SEED = 20_260_105;
const RUNS = 40;

/** Part of a file, with some bytes changed and a piece of it repeated. */
interface Damage {
  keep: number;
  flips: [at: number, mask: number][];
  repeat: [from: number, to: number];
}

function damages(length: number): fc.Arbitrary<Damage> {
  const place = fc.nat(length - 1);
  return fc.record({
    keep: fc.oneof(fc.constant(length), fc.integer({ min: 1, max: length })),
    flips: fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { maxLength: 12 }),
    repeat: fc.tuple(place, place),
  });
}

function damaged(whole: Uint8Array, { keep, flips, repeat: [from, to] }: Damage): Uint8Array {
  const bytes = Uint8Array.from(whole.subarray(0, keep));
  for (const [at, mask] of flips) bytes[at % keep] = (bytes[at % keep] ?? 0) ^ mask;
  return from < to && to <= keep ? Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]) : bytes;
}

describe('hostile files', () => {
  // What libraries have to say about such files goes to the parsing child's standard error, and no further.
  beforeAll(() => void jest.spyOn(console, 'error').mockImplementation());
  afterAll(() => jest.restoreAllMocks());

  it.each(documentSeeds)('reads $name when it is sound', async ({ name, bytes }) => {
    expect(await outcome(bytes, name)).toBe('sound');
  });

  it.each(documentSeeds)(
    'ends in a text or a document error for any damage to $name',
    async ({ name, bytes }) => {
      await fc.assert(
        fc.asyncProperty(damages(bytes.length), async (damage) => {
          expect(await outcome(damaged(bytes, damage), name)).toMatch(fates);
        }),
        { numRuns: RUNS, seed: SEED },
      );
    },
  );

  it('ends in a text or a document error for any text inside a container', async () => {
    const parts = [
      'xl/workbook.xml',
      'ppt/presentation.xml',
      'content.xml',
      'META-INF/container.xml',
      'a.json',
      'a.rtf',
    ];
    const content = fc.stringMatching(
      /^(?:<\/?[a-c:]{1,6}( [a-c]="[^"<]*")?\/?>|&[a-z#0-9]{1,5};|[{}[\]",\\\w])*$/u,
    );
    const files = fc.dictionary(fc.constantFrom(...parts), content, { minKeys: 1 });
    await fc.assert(
      fc.asyncProperty(files, async (texts) => {
        const entries = Object.entries(texts).map(([name, text]) => [name, strToU8(text)] as const);
        expect(await outcome(zipSync(Object.fromEntries(entries) as Zippable), 'a.zip')).toMatch(fates);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  const openDocumentType = { mimetype: strToU8('application/vnd.oasis.opendocument.text') };
  const expansion = Array.from({ length: 30 }, (_, i) => `<!ENTITY e${i + 1} "&e${i};&e${i};">`).join('');
  const bombs: [what: string, path: string, content: string | Uint8Array][] = [
    [
      'XML that expands without end',
      'content.xml',
      `<!DOCTYPE x [<!ENTITY e0 "lol">${expansion}]><x>&e30;</x>`,
    ],
    [
      'XML that asks for a file of this machine',
      'content.xml',
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
    ],
    ['XML nested twenty thousand times', 'content.xml', '<a>'.repeat(20_000)],
    ['a workbook that unpacks to a thousand times its size', 'xl/workbook.xml', new Uint8Array(2 ** 25)],
  ];

  it.each(bombs)('survives %s', async (_, path, content) => {
    const parts = { [path]: typeof content === 'string' ? strToU8(content) : content };
    const bytes = zipSync(path === 'content.xml' ? { ...openDocumentType, ...parts } : parts, { level: 9 });
    const fate = await outcome(bytes, 'a');
    expect(fate).toMatch(/^document_(?:corrupt|empty|too_large)$/u);
  });

  it('takes no entity for text of another file', async () => {
    const body =
      '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><office:document-content><office:body><office:text><text:p>before &f; after</text:p></office:text></office:body></office:document-content>';
    const bytes = zipSync({
      mimetype: strToU8('application/vnd.oasis.opendocument.text'),
      'content.xml': strToU8(body),
    });
    expect((await parseBytes(bytes, 'a', defaultParseLimits)).text).not.toContain('root:');
  });

  it('stops at an archive of archives that holds petabytes', async () => {
    let bomb: Uint8Array = zipSync({ 'a.txt': new Uint8Array(2 ** 20) });
    for (let i = 0; i < 4; i++) {
      const layer = bomb;
      bomb = zipSync(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`${n}.zip`, layer])));
    }
    expect(await outcome(bomb, 'a.zip')).toBe('document_too_large');
  });
});
