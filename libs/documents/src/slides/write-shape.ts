import { looksLikeHeader, tableRows } from '../text/table-rows.js';
import type { TextBuilder } from '../text/text-builder.js';
import {
  attribute,
  descendants,
  elementAt,
  elements,
  localName,
  textOf,
  type XmlNode,
} from '../xml/xml-node.js';
import type { OfficePackage } from './office-package.js';

/** Descriptions that programs give to pictures by themselves. */
const emptyDescription =
  /^$|\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|tiff?)$|automatically generated|自動的に生成/iu;

/** Writes the text of a shape: its paragraphs, its table, its diagram, its chart's figures, or what a picture is said to show, and the picture. */
export function writeShape(node: XmlNode, slide: string, office: OfficePackage, builder: TextBuilder): void {
  const kind = localName(node);
  if (kind === 'sp') writeParagraphs(elementAt(node, 'txBody'), builder);
  if (kind === 'pic') {
    const description = attribute(elementAt(node, 'nvPicPr', 'cNvPr'), 'descr')?.trim() ?? '';
    if (!emptyDescription.test(description)) builder.add(description);
    const picture = attribute(elementAt(node, 'blipFill', 'blip'), 'embed');
    const file = office.picture(picture && office.relations(slide).get(picture)?.path);
    if (file) builder.addPicture({ file, pdfPage: null, why: 'picture' });
  }
  if (kind !== 'graphicFrame') return;
  const data = elementAt(node, 'graphic', 'graphicData');
  const table = elementAt(data, 'tbl');
  if (table) writeTable(table, builder);
  const diagram = attribute(elementAt(data, 'relIds'), 'dm');
  if (diagram !== undefined) writeDiagram(office.root(office.relations(slide).get(diagram)?.path), builder);
  const chart = attribute(elementAt(data, 'chart'), 'id');
  if (chart !== undefined) writeChart(office.root(office.relations(slide).get(chart)?.path), builder);
}

/** Writes the paragraphs of a text body; deeper levels of a list are set below the line before. */
export function writeParagraphs(body: XmlNode | undefined, builder: TextBuilder): void {
  elements(body, 'p').forEach((paragraph, i) => {
    const properties = elementAt(paragraph, 'pPr');
    const level = Math.min(Number(attribute(properties, 'lvl') ?? 0) || 0, 8);
    builder.add('  '.repeat(level) + (level > 0 ? '- ' : '') + paragraphText(paragraph), { tight: i > 0 });
  });
}

/** A paragraph's text; line breaks in it stay. */
export function paragraphText(paragraph: XmlNode): string {
  return elements(paragraph)
    .map((run) => (localName(run) === 'br' ? '\n' : textOf(elementAt(run, 't'))))
    .join('')
    .replace(/\v/gu, '\n')
    .trim();
}

function writeTable(table: XmlNode, builder: TextBuilder): void {
  const rows = elements(table, 'tr').map(rowTexts);
  const headed = attribute(elementAt(table, 'tblPr'), 'firstRow') === '1' || looksLikeHeader(rows);
  const [header = [], ...rest] = rows;
  const lines = headed && rest.length > 0 ? tableRows(header, rest) : tableRows(null, rows);
  lines.forEach((line, i) => builder.add(line, { tight: i > 0 }));
}

function rowTexts(row: XmlNode): string[] {
  return elements(row, 'tc').map((cell) =>
    elements(elementAt(cell, 'txBody'), 'p')
      .map((paragraph) => paragraphText(paragraph).replaceAll('\n', ' '))
      .filter(Boolean)
      .join(' '),
  );
}

/** The points of a diagram (SmartArt) in the order of its data. */
function writeDiagram(data: XmlNode | undefined, builder: TextBuilder): void {
  const points = elements(elementAt(data, 'ptLst'), 'pt').map((point) =>
    elements(elementAt(point, 't'), 'p').map(paragraphText).filter(Boolean).join('\n'),
  );
  points.filter(Boolean).forEach((text, i) => builder.add(text, { tight: i > 0 }));
}

/** A chart reads as its title and a row of figures for each category. */
function writeChart(root: XmlNode | undefined, builder: TextBuilder): void {
  const chart = elementAt(root, 'chart');
  if (!chart) return;
  const title = elementAt(chart, 'title');
  builder.add(title ? descendants(title, 't').map(textOf).join('') : '');
  const series = descendants(chart, 'ser').map((each) => ({
    name: points(elementAt(each, 'tx'))[0] ?? '',
    categories: points(elementAt(each, 'cat')),
    values: points(elementAt(each, 'val')),
  }));
  const categories = series[0]?.categories ?? [];
  const rows = categories.map((category, i) => [category, ...series.map(({ values }) => values[i] ?? '')]);
  const lines = tableRows(['', ...series.map(({ name }) => name)], rows);
  lines.forEach((line, i) => builder.add(line, { tight: i > 0 }));
}

function points(node: XmlNode | undefined): string[] {
  return node ? descendants(node, 'v').map(textOf) : [];
}
