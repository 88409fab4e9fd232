import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { extractText, stopIdleParsers } from '#documents';
import { descendantsOf } from '../../support/process-tree.js';
import { until } from '../../support/until.js';

const folder = join(__dirname, '../../corpus/files');
const files = readdirSync(folder);
const AT_A_TIME = 3;

const fates = /^(?:read|document_(?:empty|corrupt|encrypted|too_large)|unsupported_document_type)$/u;

/** What became of a file: read, or the code of an error that says what to do. */
async function fateOf(name: string): Promise<string> {
  try {
    const { text, pages, headings } = await extractText({ path: join(folder, name), name }, { ocr: false });
    const sound =
      pages.every(({ start, end }) => start <= end && end <= text.length) &&
      headings.every((heading) => text.slice(heading.start, heading.end) === heading.text);
    return sound ? 'read' : 'offsets that do not hold';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return code !== undefined && message.length > 40 ? code : `no error with a remedy: ${message}`;
  }
}

/** Files of the corpus that this process holds open; none where the system does not tell. */
function openFiles(): string[] {
  try {
    return readdirSync('/proc/self/fd').flatMap((number) => {
      try {
        return readlinkSync(`/proc/self/fd/${number}`);
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

describe('the corpus of hostile files', () => {
  afterAll(() => stopIdleParsers());

  it('holds damaged files of every format, and others made to do harm', () => {
    expect(files.length).toBeGreaterThan(150);
    const endings =
      'txt md html csv tsv xlsx xlsb xls pptx docx pdf eml msg odt ods odp rtf epub json jsonl zip';
    for (const ending of endings.split(' ')) {
      expect(files.some((name) => name.endsWith(`.${ending}`))).toBe(true);
    }
  });

  it('crashes and hangs no parser, and leaves nothing behind', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const outcomes: Record<string, string> = {};
    const left = [...files];
    const work = async () => {
      for (let name = left.pop(); name !== undefined; name = left.pop()) outcomes[name] = await fateOf(name);
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
    process.off('unhandledRejection', note);
    expect(Object.entries(outcomes).filter(([, fate]) => !fates.test(fate))).toEqual([]);
    expect(Object.values(outcomes).filter((fate) => fate === 'read').length).toBeGreaterThan(50);
    expect(unhandled).toEqual([]);
    expect(openFiles().filter((path) => path.startsWith(folder))).toEqual([]);
    stopIdleParsers();
    await until('all parsers to end', () => descendantsOf(process.pid, 'parse-process.js').length === 0);
  }, 600_000);
});
