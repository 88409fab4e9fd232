const decoder = new TextDecoder('latin1');

/** Folders and files that give a ZIP container's format away. */
const tellTales: [pattern: RegExp, kind: string][] = [
  [/^word\//u, 'docx'],
  [/^xl\//u, 'a spreadsheet (Excel)'],
  [/^ppt\//u, 'a presentation (PowerPoint)'],
  [/^META-INF\/container\.xml$/u, 'an e-book (EPUB)'],
  [/^Index\/Document\.iwa$/u, 'an iWork document'],
];

/**
 * Tells which format a ZIP container holds, `docx` or a phrase for people, from the local headers in its first bytes.
 * A file that shows only the parts all Office formats share is taken by its name; the parser looks again.
 */
export function zipKind(head: Uint8Array, name: string): string {
  const entries = localHeaderNames(head);
  for (const [pattern, kind] of tellTales) {
    if (entries.some((entry) => pattern.test(entry))) return kind;
  }
  if (entries[0] === 'mimetype') return 'an OpenDocument file or an e-book';
  const office = entries.includes('[Content_Types].xml') || entries.includes('_rels/.rels');
  return office && /\.do[ct][xm]$/iu.test(name) ? 'docx' : 'an archive (ZIP)';
}

/** Names in local file headers, found by their signature: sizes may be missing there, so they cannot be skipped over. */
function localHeaderNames(head: Uint8Array): string[] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const names: string[] = [];
  for (let at = 0; at + 30 < head.length; at++) {
    if (head[at] !== 0x50 || view.getUint32(at, true) !== 0x04034b50) continue;
    const length = view.getUint16(at + 26, true);
    names.push(decoder.decode(head.subarray(at + 30, at + 30 + length)));
  }
  return names;
}
