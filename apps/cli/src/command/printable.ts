/**
 * Text as it may go to a terminal: what a document or a model says must not move the cursor, set a title or run the text
 * backwards (control characters but tab and line feed, and Unicode's direction controls).
 */
export function printable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- taking them out is what this is for
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '\uFFFD');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return printable(text.replace(/\s+/g, ' ').trim());
}
