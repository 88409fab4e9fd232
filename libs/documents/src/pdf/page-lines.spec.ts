import { pageLines, type TextRun } from './page-lines.js';

const run = (str: string, x: number, y: number, width: number, size = 10): TextRun => ({
  str,
  transform: [size, 0, 0, size, x, y],
  width,
  height: size,
  vertical: false,
});

const column = (str: string, x: number): TextRun => ({
  ...run(str, x, 300, 10),
  height: 60,
  vertical: true,
});

const turned = (str: string, x: number): TextRun => ({
  ...run(str, x, 50, 40),
  transform: [0, 10, -10, 0, x, 50],
});

const texts = (runs: TextRun[]) => pageLines(runs).map((line) => line.text);

describe('pageLines', () => {
  it('puts runs on one baseline together, with spaces where they are apart', () => {
    expect(texts([run('Robo', 0, 100, 20), run('tics', 20, 100, 20), run('Ltd', 44, 100, 15)])).toEqual([
      'Robotics Ltd',
    ]);
  });

  it('keeps a raised number in its line and measures the line by its larger type', () => {
    const [line] = pageLines([run('see note', 0, 100, 40), run('3', 40, 104, 3, 6)]);
    expect(line).toMatchObject({ text: 'see note3', size: 10 });
  });

  it('begins a new line further down, and where the text jumps back', () => {
    expect(
      texts([run('one', 0, 100, 15), run('two', 0, 88, 15), run('left', 200, 88, 15), run('x', 0, 88, 5)]),
    ).toEqual(['one', 'two left', 'x']);
  });

  it('drops the spaces that justified Japanese has, and keeps real gaps', () => {
    expect(texts([run('就業', 0, 100, 20), run(' ', 20, 100, 3), run('規則', 23, 100, 20)])).toEqual([
      '就業規則',
    ]);
    expect(texts([run('氏名', 0, 100, 20), run('所属', 60, 100, 20)])).toEqual(['氏名 所属']);
    expect(texts([run('就 業 規 則', 0, 100, 80)])).toEqual(['就業規則']);
  });

  it('keeps the spaces between words of wide Latin letters', () => {
    const words = [run('ＲＡＤＩＸ', 0, 100, 50), run(' ', 50, 100, 1), run('ｏｆ', 57, 100, 20)];
    expect(texts([...words, run(' ', 77, 100, 1), run('茶', 84, 100, 10)])).toEqual(['ＲＡＤＩＸ ｏｆ茶']);
  });

  it('reads text that is drawn twice to look bold once', () => {
    expect(texts([run('Total', 0, 100, 25), run('Total', 0.4, 100, 25)])).toEqual(['Total']);
  });

  it('reads vertical lines from right to left', () => {
    const lines = pageLines([column('一行目の文', 200), column('二行目の文', 180)]);
    expect(lines.map((line) => [line.text, line.angle])).toEqual([
      ['一行目の文', -90],
      ['二行目の文', -90],
    ]);
    expect((lines[1]?.across ?? 0) - (lines[0]?.across ?? 0)).toBeCloseTo(20);
  });

  it('reads a page that lies on its side like any other', () => {
    const lines = pageLines([turned('first', 100), turned('second', 112)]);
    expect(lines.map((line) => line.text)).toEqual(['first', 'second']);
    expect((lines[1]?.across ?? 0) - (lines[0]?.across ?? 0)).toBeCloseTo(12);
  });

  it('replaces radicals by the ideographs that look the same, and shortens dot leaders', () => {
    expect(texts([run('⼈事部 ........ 12', 0, 100, 90)])).toEqual(['人事部 … 12']);
  });
});
