import type { Measured } from '../measure/measured.js';
import { summarise } from '../measure/summarise.js';
import type { RunFile } from '../run/run-file.js';
import { compareRuns } from './compare-runs.js';
import { comparisonTable } from './comparison-table.js';
import { findRegressions } from './find-regressions.js';

const found = (id: string, rank: number | null): Measured => ({
  id,
  language: 'en',
  answerable: true,
  ranks: { fused: rank, lexical: rank, vector: null },
  searchMs: 1,
  grounded: null,
  closedBook: null,
});
const run = (questions: Measured[], settings: RunFile['settings'] = {}): RunFile => ({
  format: 1,
  name: 'test',
  settings,
  summary: summarise(questions),
  languages: {},
  questions,
});
const many = (count: number, rankOf: (index: number) => number | null): Measured[] =>
  Array.from({ length: count }, (_, index) => found(`q${index}`, rankOf(index)));
const recall = (before: RunFile, after: RunFile) =>
  compareRuns(before, after).differences.find(({ metric }) => metric.name === 'recall@1 fused');

const names = (before: RunFile, after: RunFile, rule: { tolerance: number; strict: boolean }): string[] =>
  findRegressions(compareRuns(before, after), rule).map(({ metric }) => metric.name);

describe('compareRuns', () => {
  it('pairs questions by id, in whatever order they were asked', () => {
    const before = run([found('a', 1), found('b', 3)]);
    const after = run([found('b', 1), found('a', 1), found('c', 1)]);
    expect(compareRuns(before, after).unpaired).toBe(1);
    expect(recall(before, after)).toMatchObject({ count: 2, before: 0.5, after: 1, p: 1 });
  });

  it('keeps questions apart that share an id', () => {
    const both = run([found('a', 1), found('a', null)]);
    expect(recall(both, both)).toMatchObject({ count: 2, before: 0.5, after: 0.5 });
  });

  it('shows what differs in the settings', () => {
    const comparison = compareRuns(
      run([found('a', 1)], { topK: 20, seed: 1 }),
      run([found('a', 1)], { topK: 5, seed: 1 }),
    );
    expect(comparison.settings).toEqual([{ name: 'topK', before: '20', after: '5' }]);
    expect(comparisonTable(comparison)).toContain('topK: 20 → 5');
  });
});

describe('findRegressions', () => {
  const good = run(many(200, () => 1));
  const slightlyWorse = run(many(200, (index) => (index === 0 ? 2 : 1)));
  const worse = run(many(200, (index) => (index < 20 ? 2 : 1)));

  it('finds what got worse by more than chance and tolerance', () => {
    expect(names(good, worse, { tolerance: 0.01, strict: false })).toContain('recall@1 fused');
  });

  it('forgives chance, unless it is strict', () => {
    expect(names(good, slightlyWorse, { tolerance: 0, strict: false })).toEqual([]);
    expect(names(good, slightlyWorse, { tolerance: 0, strict: true })).toContain('recall@1 fused');
  });

  it('forgives what is within the tolerance', () => {
    expect(names(good, worse, { tolerance: 0.2, strict: true })).toEqual([]);
  });

  it('minds no gain', () => {
    expect(names(worse, good, { tolerance: 0, strict: true })).toEqual([]);
  });
});
