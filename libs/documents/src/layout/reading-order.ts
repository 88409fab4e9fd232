/** Where something stands on a page: any unit, y grows downwards. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Cuts deeper than this mean a mosaic, which has no reading order. */
const MAX_DEPTH = 32;

/**
 * Brings boxes into the order in which people read them: the page is cut where its widest empty band runs across it,
 * between rows or between columns, and each part is cut again (recursive XY cut). A wide gap between two columns thus
 * keeps each column together, and a heading above both comes first. Boxes that overlap keep the order they came in.
 *
 * @param columnBias - how much wider a gap between rows must be than one between columns to be cut first.
 */
export function readingOrder<T>(items: readonly T[], boxOf: (item: T) => Box, columnBias = 1): T[] {
  const placed = items.map((item) => ({ item, box: boxOf(item) }));
  return cut(placed, columnBias, 0).map(({ item }) => item);
}

type Placed<T> = { item: T; box: Box };

function cut<T>(placed: Placed<T>[], columnBias: number, depth: number): Placed<T>[] {
  if (placed.length < 2 || depth > MAX_DEPTH) return placed;
  const rows = widestGap(placed.map(({ box }) => [box.top, box.bottom]));
  const columns = widestGap(placed.map(({ box }) => [box.left, box.right]));
  if (!rows && !columns) return placed;
  const byColumn = columns && (!rows || columns.width * columnBias > rows.width);
  const gap = byColumn ? columns : rows;
  if (!gap) return placed;
  const before = ({ box }: Placed<T>) => (byColumn ? box.left : box.top) < gap.at;
  return [
    ...cut(placed.filter(before), columnBias, depth + 1),
    ...cut(
      placed.filter((each) => !before(each)),
      columnBias,
      depth + 1,
    ),
  ];
}

/** The widest band that no interval touches, and where it ends; intervals that merely meet leave a band of width 0. */
function widestGap(intervals: [from: number, to: number][]): { at: number; width: number } | null {
  const sorted = intervals.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  let end = sorted[0]?.[1] ?? 0;
  let widest: { at: number; width: number } | null = null;
  for (const [from, to] of sorted.slice(1)) {
    const width = from - end;
    if (width >= 0 && from > (sorted[0]?.[0] ?? 0) && width > (widest?.width ?? -1))
      widest = { at: from, width };
    end = Math.max(end, to);
  }
  return widest;
}
