import type { Box } from '../layout/reading-order.js';
import { attribute, elementAt, elements, localName, type XmlNode } from '../xml/xml-node.js';

/** A shape on a slide: a text box, table, diagram or picture. */
export interface Shape {
  node: XmlNode;
  /** Its role in the layout (`title`, `body`, …); null for a shape of its own. */
  placeholder: string | null;
  /** Where it stands, in the slide's units (EMU); null where neither slide nor layout says so. */
  box: Box | null;
}

/** Groups in groups deeper than this are no drawing that anybody made. */
const MAX_DEPTH = 50;

/** From the coordinates inside a group to those of the slide. */
interface Frame {
  scaleX: number;
  scaleY: number;
  x: number;
  y: number;
}

const slideFrame: Frame = { scaleX: 1, scaleY: 1, x: 0, y: 0 };

/**
 * All shapes of a slide, those in groups included. A placeholder that does not say where it stands stands where the
 * slide's layout, or else its master, puts it.
 */
export function slideShapes(slide: XmlNode | undefined, templates: (XmlNode | undefined)[]): Shape[] {
  const inherited = templates.flatMap((template) => shapesIn(tree(template), slideFrame, 0));
  return shapesIn(tree(slide), slideFrame, 0).map((shape) => {
    if (shape.box || shape.placeholder === null) return shape;
    return { ...shape, box: inherited.find((other) => isSamePlace(shape, other))?.box ?? null };
  });
}

function tree(part: XmlNode | undefined): XmlNode | undefined {
  return elementAt(part, 'cSld', 'spTree');
}

function shapesIn(parent: XmlNode | undefined, frame: Frame, depth: number): Shape[] {
  if (depth > MAX_DEPTH) return [];
  return elements(parent).flatMap((node): Shape[] => {
    const name = localName(node);
    if (name === 'grpSp') return shapesIn(node, groupFrame(node, frame), depth + 1);
    // What newer programs draw in their own way comes with a fallback that all understand.
    if (name === 'AlternateContent')
      return shapesIn(elementAt(node, 'Choice') ?? elementAt(node, 'Fallback'), frame, depth + 1);
    if (name !== 'sp' && name !== 'graphicFrame' && name !== 'pic') return [];
    const mark = placeholderMark(node);
    const transform = name === 'graphicFrame' ? elementAt(node, 'xfrm') : elementAt(node, 'spPr', 'xfrm');
    return [{ node, placeholder: mark && (attribute(mark, 'type') ?? 'body'), box: boxOf(transform, frame) }];
  });
}

function placeholderMark(node: XmlNode): XmlNode | null {
  const properties = elements(node).find((child) => /^nv\w+Pr$/u.test(localName(child)));
  return elementAt(properties, 'nvPr', 'ph') ?? null;
}

function isSamePlace(shape: Shape, other: Shape): boolean {
  const [own, theirs] = [placeholderMark(shape.node), placeholderMark(other.node)];
  if (!own || !theirs || !other.box) return false;
  const index = attribute(own, 'idx');
  if (index !== undefined && index === attribute(theirs, 'idx')) return true;
  return kindOf(shape.placeholder) === kindOf(other.placeholder);
}

function kindOf(placeholder: string | null): string | null {
  return placeholder === 'ctrTitle' ? 'title' : placeholder;
}

function boxOf(transform: XmlNode | undefined, frame: Frame): Box | null {
  const [offset, extent] = [elementAt(transform, 'off'), elementAt(transform, 'ext')];
  if (!offset || !extent) return null;
  const left = number(offset, 'x') * frame.scaleX + frame.x;
  const top = number(offset, 'y') * frame.scaleY + frame.y;
  return {
    left,
    top,
    right: left + number(extent, 'cx') * frame.scaleX,
    bottom: top + number(extent, 'cy') * frame.scaleY,
  };
}

function groupFrame(group: XmlNode, outer: Frame): Frame {
  const transform = elementAt(group, 'grpSpPr', 'xfrm');
  const box = boxOf(transform, outer);
  const [inner, size] = [elementAt(transform, 'chOff'), elementAt(transform, 'chExt')];
  if (!box || !inner || !size) return outer;
  const scaleX = (box.right - box.left) / (number(size, 'cx') || 1);
  const scaleY = (box.bottom - box.top) / (number(size, 'cy') || 1);
  return {
    scaleX,
    scaleY,
    x: box.left - number(inner, 'x') * scaleX,
    y: box.top - number(inner, 'y') * scaleY,
  };
}

function number(node: XmlNode, name: string): number {
  const value = Number(attribute(node, name));
  return Number.isFinite(value) ? value : 0;
}
