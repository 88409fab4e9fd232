import * as fc from 'fast-check';
import { type HashedFile, type KnownDocument, planSync } from './plan-sync.js';
import type { LeftOut } from './list-files.js';

const SOURCE = 'here:/docs';
const file = (name: string, sha256: string | null): HashedFile => ({
  file: { name, path: `/docs/${name}`, size: 1, stamp: '', fresh: false },
  sha256,
});
const document = (name: string, sha256: string, owner: string | null): KnownDocument => ({
  id: name,
  name,
  sha256,
  sync_source: owner,
  status: 'ready',
  error: null,
});

describe('planSync', () => {
  it('uploads what is new or different, claims what is nobody’s, and leaves the rest', () => {
    const plan = planSync(
      [
        file('new', '1'),
        file('changed', '2'),
        file('same', '3'),
        file('nobodys', '4'),
        file('writing', null),
      ],
      [
        document('changed', 'old', SOURCE),
        document('same', '3', SOURCE),
        document('nobodys', '4', null),
        document('writing', 'old', SOURCE),
        document('gone', '5', SOURCE),
        document('by hand', '6', null),
      ],
      [],
      SOURCE,
    );
    expect(plan.upload.map((item) => item.file.name)).toEqual(['new', 'changed']);
    expect(plan.claim.map(({ name }) => name)).toEqual(['nobodys']);
    expect(plan.unchanged.map(({ name }) => name)).toEqual(['same']);
    expect(plan.remove.map(({ name }) => name)).toEqual(['gone']);
    expect(plan.later.map(({ name }) => name)).toEqual(['writing']);
  });

  it('removes nothing below a folder that could not be read, and nothing that is merely left out', () => {
    const owned = ['locked/a', 'locked/b/c', 'empty', 'lockedness'].map((name) =>
      document(name, '1', SOURCE),
    );
    const leftOut: LeftOut[] = [
      { name: 'locked', reason: 'unreadable' },
      { name: 'empty', reason: 'empty' },
    ];
    expect(planSync([], owned, leftOut, SOURCE).remove.map(({ name }) => name)).toEqual(['lockedness']);
  });

  it('never removes, replaces or claims a document of another folder', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const hashes = fc.constantFrom('1', '2');
    const owners = fc.constantFrom(SOURCE, 'there:/docs', null);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ name: names, sha256: fc.option(hashes) }), { selector: (f) => f.name }),
        fc.uniqueArray(fc.record({ name: names, sha256: hashes, owner: owners }), {
          selector: (d) => d.name,
        }),
        (files, documents) => {
          const known = documents.map(({ name, sha256, owner }) => document(name, sha256, owner));
          const plan = planSync(
            files.map(({ name, sha256 }) => file(name, sha256)),
            known,
            [],
            SOURCE,
          );
          const theirs = new Set<string>(
            documents.filter(({ owner }) => owner === 'there:/docs').map(({ name }) => name),
          );
          const touched = [
            ...plan.upload.map((item) => item.file.name),
            ...[...plan.claim, ...plan.remove].map(({ name }) => name),
          ];
          expect(touched.filter((name) => theirs.has(name))).toEqual([]);
          expect(plan.remove.every(({ sync_source: owner }) => owner === SOURCE)).toBe(true);
          // Every file has exactly one fate.
          const fates = plan.upload.length + plan.claim.length + plan.unchanged.length;
          expect(fates + plan.conflicts.length + plan.later.length).toBe(files.length);
        },
      ),
    );
  });
});
