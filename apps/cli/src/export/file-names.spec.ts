import * as fc from 'fast-check';
import { FileNames } from './file-names.js';

const id = (n: number): string => `${n}0000000-0000-4000-8000-000000000000`;

describe('FileNames', () => {
  it('keeps names that every file system takes', () => {
    const names = new FileNames();
    expect(names.next('規程/旅費 2024.pdf', id(1))).toBe('規程/旅費 2024.pdf');
  });

  it.each([
    ['../../etc/passwd', '__/__/etc/passwd'],
    ['/absolute', '_/absolute'],
    ['.hidden', '_hidden'],
    ['a:b?.txt', 'a%3Ab%3F.txt'],
    ['dots...', 'dots_'],
    ['C:\\x', 'C%3A%5Cx'],
    ['con.txt', '_con.txt'],
  ])('makes %s harmless', (name, path) => {
    expect(new FileNames().next(name, id(1))).toBe(path);
  });

  it('tells names apart that a file system would take for one', () => {
    const names = new FileNames();
    expect(['A.txt', 'a.TXT', 'A.txt/b'].map((name, n) => names.next(name, id(n)))).toEqual([
      'A.txt',
      'a.TXT~10000000',
      'A.txt_b~20000000',
    ]);
  });

  it('never leaves the folder, hides a file or uses a path twice', () => {
    const segment = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('.', '..', 'a', 'A', ''));
    const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 20 }), (documents) => {
        const names = new FileNames();
        const paths = documents.map((document, n) => names.next(document, String(n).padStart(8, '0')));
        for (const path of paths) {
          expect(path.split('/').every((part) => part !== '' && !part.startsWith('.'))).toBe(true);
        }
        expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
      }),
    );
  });
});
