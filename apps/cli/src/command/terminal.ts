/** Where a command writes: results to `out`, progress and errors to `err`. */
export interface Terminal {
  out: NodeJS.WritableStream;
  /** A terminal gets moving progress bars, anything else plain lines. */
  err: NodeJS.WritableStream & { isTTY?: boolean };
}

/** A size for people, in the decimal units that download pages use: `2.39 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(0)} MB` : `${Math.ceil(bytes / 1e3)} kB`;
}

/** Lines of a table whose columns are as wide as their widest cell; the last one is not padded. */
export function formatTable(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  '),
  );
}

/** `1 passage`, `2 passages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
