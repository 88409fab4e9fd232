/** A stretch of a line without a wide gap in it. */
export interface Segment {
  start: number;
  end: number;
  /** Letters in it; an ideograph counts as two, as it is as wide. */
  weight: number;
}

/**
 * A line of text on a page. Positions are in points, measured in the line's own frame, so that turned pages and
 * vertical Japanese need no special case: `start` and `end` lie along the line, `across` grows from line to line.
 */
export interface TextLine {
  text: string;
  /** Font size, points. */
  size: number;
  start: number;
  end: number;
  across: number;
  /** Direction of writing, degrees, rounded. */
  angle: number;
  /** Whether it has gaps as wide as those between the cells of a table. */
  isRow: boolean;
  /** Heading level that was found for the line. */
  level?: number;
}

/** A line with its stretches without a wide gap, in order. */
export interface SegmentedLine extends TextLine {
  segments: Segment[];
}
