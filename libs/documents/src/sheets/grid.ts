/** A cell that shows something, as a reader sees it. */
export interface GridCell {
  /** 0-based. */
  column: number;
  /** One line, never empty. */
  text: string;
  /** A number, date or truth value, which headings are rarely made of. */
  isValue: boolean;
  /** How many columns and rows it covers where cells were merged; else 1. */
  columns: number;
  rows: number;
}

/** A row of a sheet that shows something; rows and cells without content are left out. */
export interface GridRow {
  /** 0-based row number in the sheet. */
  index: number;
  cells: GridCell[];
}

/** A cell of its own, not merged with others; null when it shows nothing. */
export function gridCell(column: number, shown: string, isValue: boolean): GridCell | null {
  const text = shown.replace(/\s+/gu, ' ').trim();
  return text === '' ? null : { column, text, isValue, columns: 1, rows: 1 };
}
