import { documentCorrupt, documentTooLarge } from '../document-errors.js';
import { readingOrder } from '../layout/reading-order.js';
import type { ParseLimits } from '../limits.js';
import { mediaTypes } from '../media-types.js';
import { TextBuilder } from '../text/text-builder.js';
import { attribute, descendants, elementAt, elements, textOf } from '../xml/xml-node.js';
import { readPictures } from '../zip/read-pictures.js';
import { readZip } from '../zip/read-zip.js';
import { OfficePackage } from './office-package.js';
import { slideShapes, type Shape } from './slide-shapes.js';
import { paragraphText, writeParagraphs, writeShape } from './write-shape.js';
import type { ParsedText } from '../pictures/pictures.js';

/** What every slide repeats: date, footer, header, slide number; and on notes the picture of the slide. */
const furniture: ReadonlySet<string> = new Set(['dt', 'ftr', 'hdr', 'sldNum', 'sldImg']);

/**
 * A PowerPoint file: each slide is a page with its number in the file, its title a heading; then its shapes in reading
 * order (text, tables, diagrams, charts), then the speaker's notes.
 */
export function parsePptx(
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress?: (done: number, total: number) => void,
): ParsedText {
  const parts = readZip(bytes, (name) => /\.(?:xml|rels)$/iu.test(name), limits);
  const office = new OfficePackage(parts, readPictures(bytes, limits));
  const slides = slidePaths(office);
  if (slides.length > limits.maxPages) throw documentTooLarge(`it has ${slides.length} slides`, 'maxPages');
  const builder = new TextBuilder(limits);
  slides.forEach((path, i) => {
    builder.startPage(i + 1);
    writeSlide(path, office, builder);
    onProgress?.(i + 1, slides.length);
  });
  const core = office.root(office.related('', 'core-properties'));
  return builder.build(mediaTypes.pptx, textOf(elementAt(core, 'title')) || null);
}

function slidePaths(office: OfficePackage): string[] {
  const main = office.related('', 'officeDocument');
  const presentation = office.root(main);
  if (main === undefined || !presentation) throw documentCorrupt('it holds no presentation');
  const relations = office.relations(main);
  return elements(elementAt(presentation, 'sldIdLst'), 'sldId').flatMap((slide) => {
    // The relation's id has a prefix, the slide's own number has none.
    const id = Object.entries(slide.attribs ?? {}).find(([name]) => name.endsWith(':id'))?.[1] ?? '';
    return relations.get(id)?.path ?? [];
  });
}

function writeSlide(path: string, office: OfficePackage, builder: TextBuilder): void {
  const layout = office.related(path, 'slideLayout');
  const templates = [office.root(layout), office.root(office.related(layout, 'slideMaster'))];
  const shapes = slideShapes(office.root(path), templates).filter(
    ({ placeholder }) => placeholder === null || !furniture.has(placeholder),
  );
  const title = shapes.find(isTitle);
  if (title) builder.add(titleText(title), { level: 1 });
  for (const shape of inReadingOrder(shapes.filter((each) => each !== title))) {
    writeShape(shape.node, path, office, builder);
  }
  writeNotes(office.related(path, 'notesSlide'), office, builder);
}

function isTitle({ placeholder }: Shape): boolean {
  return placeholder === 'title' || placeholder === 'ctrTitle';
}

function titleText({ node }: Shape): string {
  return descendants(node, 'p').map(paragraphText).filter(Boolean).join(' ');
}

/** Shapes of unknown place come first, in the order of the file. */
function inReadingOrder(shapes: Shape[]): Shape[] {
  const placed = shapes.flatMap((shape) => (shape.box ? [{ shape, box: shape.box }] : []));
  return [
    ...shapes.filter((shape) => !shape.box),
    ...readingOrder(placed, ({ box }) => box).map(({ shape }) => shape),
  ];
}

function writeNotes(path: string | undefined, office: OfficePackage, builder: TextBuilder): void {
  for (const { node, placeholder } of slideShapes(office.root(path), [])) {
    if (placeholder === 'body' && attribute(node, 'type') === undefined)
      writeParagraphs(elementAt(node, 'txBody'), builder);
  }
}
