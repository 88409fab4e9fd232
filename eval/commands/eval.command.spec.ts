import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cli } from '../../test/support/cli.js';
import type { Measured } from '../measure/measured.js';
import { summarise } from '../measure/summarise.js';
import { writeRunFile } from '../run/run-file.js';

const folder = mkdtempSync(join(tmpdir(), 'kotae-eval-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A finished run in which the right passage had these ranks. */
function runFile(name: string, ranks: (number | null)[]): string {
  const questions = ranks.map((rank, i): Measured => ({
    id: `${i}`,
    language: 'en',
    answerable: true,
    ranks: { fused: rank, lexical: rank, vector: null },
    searchMs: 1,
    grounded: null,
    closedBook: null,
  }));
  const path = join(folder, `${name}.json`);
  const summary = summarise(questions);
  writeRunFile(path, { format: 1, name, settings: { corpus: name }, summary, languages: {}, questions });
  return path;
}

describe('kotae eval', () => {
  it('says what is missing, what is wrong, and where to look it up', async () => {
    expect(await cli(['eval'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('kotae eval compare'),
    });
    expect(await cli(['eval', 'run'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--questions'),
    });
    expect(await cli(['eval', 'run', '--limit', '0'])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/--limit.*whole number from 1[^]*See: kotae eval run --help/),
    });
    expect(await cli(['eval', 'gate', '--baseline', 'x', '--tolerance', '101'])).toMatchObject({ code: 2 });
    expect(await cli(['eval', 'make', '--docs', folder])).toMatchObject({ code: 2 });
  });

  it('says which file is no result of a run', async () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, '{"format": 1');
    expect(await cli(['eval', 'compare', file, file])).toMatchObject({
      code: 1,
      err: `${file} is not JSON\n`,
    });
    writeFileSync(file, '{}');
    expect(await cli(['eval', 'table', file])).toMatchObject({
      code: 1,
      err: expect.stringContaining('is no result of "eval run"'),
    });
    expect(await cli(['eval', 'table', join(folder, 'none.json')])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ENOENT.*none\.json/),
    });
  });

  it('reaches for a running Kotae as every other command does', async () => {
    const questions = join(folder, 'questions.jsonl');
    writeFileSync(questions, '{"question": "Who?", "answerable": false}\n');
    const args = ['eval', 'run', '--questions', questions, '--collection', 'default'];
    expect(await cli(args, { KOTAE_URL: 'nonsense' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('KOTAE_URL'),
    });
  });

  it('tells programs what a person is told', async () => {
    const runs = [runFile('before', [1, 1, 1, 1]), runFile('after', [1, 1, 9, null])];
    const { code, out } = await cli(['eval', 'compare', ...runs]);
    expect([code, out]).toEqual([0, expect.stringContaining('corpus: before → after')]);
    expect(out).toMatch(/Recall@1, fused +\| +4 \| +100\.0 \| +50\.0/);
    const compared = await cli(['eval', 'compare', ...runs, '--json']);
    expect(JSON.parse(compared.out)).toMatchObject({
      metrics: expect.arrayContaining([
        expect.objectContaining({ metric: 'recall@1 fused', questions: 4, before: 1, after: 0.5 }),
      ]),
      unpaired: 0,
      settings: [{ name: 'corpus', before: 'before', after: 'after' }],
    });
    const charts = join(folder, 'charts');
    const table = await cli(['eval', 'table', ...runs, '--charts', charts, '--json']);
    expect(JSON.parse(table.out)).toMatchObject({
      runs: [{ name: 'before', metrics: { 'recall@1 fused': { mean: 1 } } }, { name: 'after' }],
      charts: [join(charts, 'retrieval.svg'), join(charts, 'answers.svg')],
    });
    expect(readFileSync(join(charts, 'answers.svg'), 'utf8')).toContain('<svg');
  });

  it('fails a gate with 1, in words and in JSON', async () => {
    const [baseline, later] = [runFile('held', [1, 1, 1, 1]), runFile('worse', [1, 1, 9, null])];
    const gate = ['eval', 'gate', '--baseline', baseline, '--strict', '--run'];
    expect(await cli([...gate, later])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^Worse than the baseline:\n {2}Recall@1, lexical/),
    });
    const judged = await cli([...gate, later, '--json']);
    expect(judged).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(judged.out)).toMatchObject({
      regressions: expect.arrayContaining(['recall@1 fused']),
    });
    expect(await cli([...gate, baseline])).toMatchObject({
      code: 0,
      out: expect.stringContaining('No worse than the baseline (tolerance 1 points)'),
    });
  });

  it('surveys a folder of files, and knows which were read', async () => {
    const files = join(folder, 'files');
    mkdirSync(files);
    writeFileSync(join(files, 'good.md'), '# Heading\n\nSome text.\n');
    writeFileSync(join(files, 'empty.txt'), ' ');
    const { code, out } = await cli(['eval', 'formats', files, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      files: [
        { path: join(files, 'empty.txt'), outcome: 'document_empty' },
        { path: join(files, 'good.md'), outcome: 'read', wrong: null },
      ],
      unhandled_rejections: 0,
    });
  });
});
