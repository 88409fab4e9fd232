import type { HtmlNode } from '../html/html-node.js';
import { attribute, elements, localName, type XmlNode } from '../xml/xml-node.js';

/** What stands for an element of OpenDocument; elements that are not named here only hold others. */
const names: Record<string, string> = {
  p: 'p',
  list: 'ul',
  'list-item': 'li',
  'list-header': 'li',
  table: 'table',
  'table-header-rows': 'thead',
  'table-row': 'tr',
  'table-cell': 'td',
  'line-break': 'br',
  'text-box': 'div',
};

/** Changes that were deleted, remarks, cells that another covers (its span says so), tables of contents, and what programs keep for themselves. */
const skipped: ReadonlySet<string> = new Set(
  'tracked-changes annotation annotation-end table-of-content notes covered-table-cell forms note-citation title desc event-listeners'.split(
    ' ',
  ),
);

/** Equal cells may be stored once; a row of a text is not wider. */
const MAX_REPEATED = 60;
/** Most spaces that one element may stand for. */
const MAX_SPACES = 100;

/**
 * Says the content below a node in HTML's terms, so that one writer serves both: headings by their level, paragraphs,
 * lists, tables. Footnotes stand where their mark is.
 */
export function bodyElements(body: XmlNode | undefined): HtmlNode[] {
  return elements(body).flatMap(openDocumentToHtml);
}

function openDocumentToHtml(node: XmlNode): HtmlNode[] {
  if (node.type === 'text') return [{ type: 'text', data: node.data ?? '' }];
  const name = localName(node);
  if (node.attribs === undefined || skipped.has(name)) return [];
  if (name === 's')
    return [{ type: 'text', data: ' '.repeat(Math.min(Number(attribute(node, 'c') ?? 1) || 1, MAX_SPACES)) }];
  if (name === 'tab') return [{ type: 'text', data: '\t' }];
  if (name === 'image') return [element('img', [], { src: attribute(node, 'href') ?? '' })];
  const children = (node.children ?? []).flatMap(openDocumentToHtml);
  if (name === 'h') return [element(`h${headingLevel(node)}`, children)];
  if (name === 'note') return [{ type: 'text', data: ` (${inline(children)})` }];
  const tag = names[name];
  if (tag === undefined) return children;
  const repeated = tag === 'td' ? Number(attribute(node, 'number-columns-repeated') ?? 1) || 1 : 1;
  return Array.from({ length: Math.min(repeated, MAX_REPEATED) }, () =>
    element(tag, children, cellSpans(node)),
  );
}

function element(name: string, children: HtmlNode[], attribs: Record<string, string> = {}): HtmlNode {
  return { type: 'tag', name, attribs, children };
}

function headingLevel(node: XmlNode): number {
  return Math.min(Math.max(Number(attribute(node, 'outline-level') ?? 1) || 1, 1), 6);
}

function cellSpans(node: XmlNode): Record<string, string> {
  const columns = attribute(node, 'number-columns-spanned');
  const rows = attribute(node, 'number-rows-spanned');
  return {
    ...(columns === undefined ? {} : { colspan: columns }),
    ...(rows === undefined ? {} : { rowspan: rows }),
  };
}

function inline(nodes: readonly HtmlNode[]): string {
  return nodes.map((node) => (node.data ?? '') + inline(node.children ?? [])).join('');
}
