import * as fc from 'fast-check';
import { readingOrder, type Box } from './reading-order.js';

const box = (left: number, top: number, width: number, height: number): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

function order(boxes: Record<string, Box>): string {
  return readingOrder(Object.entries(boxes), ([, where]) => where)
    .map(([name]) => name)
    .join('');
}

describe('readingOrder', () => {
  it('reads a heading, then one column after the other', () => {
    expect(
      order({
        d: box(60, 45, 40, 20),
        b: box(0, 45, 40, 20),
        a: box(0, 0, 100, 10),
        c: box(0, 20, 40, 20),
        e: box(60, 20, 40, 20),
      }),
    ).toBe('acbed');
  });

  it('reads rows where the gaps between rows are wider', () => {
    expect(
      order({ a: box(0, 0, 40, 10), c: box(0, 50, 40, 10), b: box(45, 0, 40, 10), d: box(45, 50, 40, 10) }),
    ).toBe('abcd');
  });

  it('keeps the order of what overlaps', () => {
    expect(order({ b: box(0, 10, 50, 50), a: box(0, 0, 50, 50) })).toBe('ba');
  });

  it('keeps every item once, wherever it stands', () => {
    const boxes = fc.array(fc.tuple(fc.integer(), fc.integer(), fc.nat(), fc.nat()), { maxLength: 60 });
    fc.assert(
      fc.property(boxes, (all) => {
        const items = all.map((each, i) => ({ i, where: box(...each) }));
        const ordered = readingOrder(items, ({ where }) => where);
        expect(ordered.map(({ i }) => i).sort((a, b) => a - b)).toEqual(items.map(({ i }) => i));
      }),
    );
  });
});
