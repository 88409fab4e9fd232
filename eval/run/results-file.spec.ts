import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Measured } from '../measure/measured.js';
import { ResultsFile } from './results-file.js';

const measured = (id: string): Measured => ({
  id,
  language: 'en',
  answerable: true,
  ranks: null,
  searchMs: 1,
  grounded: null,
  closedBook: null,
});

describe('ResultsFile', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kotae-results-'));
    path = join(folder, 'deep/results.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('goes on where a run with the same settings stopped, in the order of the questions', () => {
    const first = ResultsFile.open(path, 'a', false);
    first.add(2, measured('third'));
    first.add(0, measured('first'));
    const again = ResultsFile.open(path, 'a', false);
    expect(again.inOrder().map(({ id }) => id)).toEqual(['first', 'third']);
    expect(new Set(again.measured.keys())).toEqual(new Set([0, 2]));
  });

  it('forgets a line that was cut off when the run was killed', () => {
    ResultsFile.open(path, 'a', false).add(0, measured('first'));
    appendFileSync(path, '[1,{"id":"sec');
    ResultsFile.open(path, 'a', false).add(1, measured('second'));
    expect(ResultsFile.open(path, 'a', false).inOrder()).toHaveLength(2);
  });

  it.each([
    ['other settings', 'b', false],
    ['a fresh start', 'a', true],
  ])('begins anew with %s', (_, fingerprint, fresh) => {
    ResultsFile.open(path, 'a', false).add(0, measured('first'));
    expect(ResultsFile.open(path, fingerprint, fresh).inOrder()).toEqual([]);
    expect(ResultsFile.open(path, fingerprint, false).inOrder()).toEqual([]);
  });
});
