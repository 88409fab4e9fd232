import { oneLine, printable } from './printable.js';

describe('printable', () => {
  it('keeps words, tabs and lines, and lets nothing steer the terminal', () => {
    expect(printable('日本語\tend\nnext')).toBe('日本語\tend\nnext');
    expect(printable('a\u001B[2Jb\u009B31mc\u0007\rd\u202Ee')).toBe(
      'a\uFFFD[2Jb\uFFFD31mc\uFFFD\uFFFDd\uFFFDe',
    );
    expect(oneLine('  two\n lines\u001B ')).toBe('two lines\uFFFD');
  });
});
