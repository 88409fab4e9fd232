/** Where a file may name its own encoding; the HTML standard looks at 1,024 bytes, real pages need more. */
const DECLARATION_BYTES = 4096;

/** The encoding that an HTML or XML file names for itself in a `<meta>` or an XML declaration. */
export function declaredEncoding(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_BYTES));
  const found = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w-]+)/iu.exec(
    start,
  );
  return found?.[1] ?? found?.[2];
}
