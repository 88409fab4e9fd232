import type { PDFDocumentProxy } from 'pdfjs-dist' with { 'resolution-mode': 'import' };
import type { PageStore } from './page-store.js';
import type { TextLine } from './text-line.js';

/** An entry of the outline ("bookmarks"), with the 0-based page that it leads to, where that is known. */
export interface OutlineEntry {
  title: string;
  level: number;
  page: number | null;
}

/** No real outline is longer; a hostile one may be endless. */
const MAX_ENTRIES = 5000;

type OutlineNodes = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>;

/** Reads a document's outline in reading order; one that is damaged counts as absent. */
export async function readOutline(document: PDFDocumentProxy): Promise<OutlineEntry[]> {
  const entries: OutlineEntry[] = [];
  const visit = async (nodes: OutlineNodes, level: number): Promise<void> => {
    for (const node of nodes) {
      if (entries.length >= MAX_ENTRIES) return;
      entries.push({ title: node.title, level, page: await pageOf(document, node.dest) });
      if (level < 6) await visit(node.items as OutlineNodes, level + 1);
    }
  };
  try {
    await visit((await document.getOutline()) ?? [], 1);
  } catch {
    return [];
  }
  return entries;
}

async function pageOf(
  document: PDFDocumentProxy,
  dest: OutlineNodes[number]['dest'],
): Promise<number | null> {
  try {
    const explicit: unknown[] | null = typeof dest === 'string' ? await document.getDestination(dest) : dest;
    const target = explicit?.[0];
    if (typeof target === 'number') return target;
    if (typeof target !== 'object' || target === null) return null;
    return await document.getPageIndex(target as Parameters<PDFDocumentProxy['getPageIndex']>[0]);
  } catch {
    return null;
  }
}

/**
 * Marks the lines that the outline's entries name, each on its page.
 * @returns how many entries were found.
 */
export function markOutlineHeadings(pages: PageStore, outline: OutlineEntry[]): number {
  let found = 0;
  for (const { title, level, page } of outline) {
    const wanted = fold(title);
    if (wanted === '' || page === null) continue;
    const lines = pages.get(page);
    const at = lines.findIndex((line, i) => line.level === undefined && titleLines(lines, i, wanted) > 0);
    if (at < 0) continue;
    found++;
    for (const line of lines.slice(at, at + titleLines(lines, at, wanted))) line.level = level;
    pages.set(page, lines);
  }
  return found;
}

/** How many lines from `at` on make up the title, its number aside; 0 when they do not. */
function titleLines(lines: TextLine[], at: number, wanted: string): number {
  let text = '';
  for (let count = 1; count <= 3; count++) {
    const line = lines[at + count - 1];
    if (!line) return 0;
    text += fold(line.text);
    if (withoutNumber(text) === withoutNumber(wanted)) return count;
    if (!withoutNumber(wanted).startsWith(withoutNumber(text))) return 0;
  }
  return 0;
}

/** Outlines often leave out "2.1" or "第3章", or have it where the page does not. */
function withoutNumber(folded: string): string {
  return folded.replace(/^(?:第?[\p{N}一二三四五六七八九十]+[.)章節条編]*)+/u, '') || folded;
}

function fold(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}
