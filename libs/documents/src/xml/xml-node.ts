import { load } from 'cheerio/slim';
import { declaredEncoding } from '../detection/declared-encoding.js';
import { decodeText } from '../detection/decode-text.js';
import { walkHtml, type HtmlNode } from '../html/html-node.js';

/** A node of an XML part. Names are compared without their prefix, which every program chooses for itself. */
export type XmlNode = HtmlNode;

/**
 * Parses an XML part of a container. The parser knows no entities but XML's own five and fetches nothing, so neither
 * external entities nor expanding ones do any harm; what is not well-formed is read as far as it makes sense.
 */
export function parseXml(bytes: Uint8Array | undefined): XmlNode {
  if (!bytes) return { type: 'root' };
  const { text } = decodeText(bytes, declaredEncoding(bytes));
  const [root] = load(text, { xml: true }).root().toArray();
  return root ?? { type: 'root' };
}

/** An element's name without its prefix, or the empty string. */
export function localName(node: XmlNode): string {
  const name = node.name ?? '';
  return name.slice(name.indexOf(':') + 1);
}

/** The elements right below a node, all or those of one name. */
export function elements(node: XmlNode | undefined, name?: string): XmlNode[] {
  return (node?.children ?? []).filter((child) =>
    // An XML declaration has a name, too, but no attributes.
    name === undefined ? child.attribs !== undefined : localName(child) === name,
  );
}

/** The element that a path of names leads to, each right below the one before. */
export function elementAt(node: XmlNode | undefined, ...path: string[]): XmlNode | undefined {
  let at = node;
  for (const name of path) at = at?.children?.find((child) => localName(child) === name);
  return at;
}

/** All elements of a name anywhere below a node, in document order; none inside another one of them. */
export function descendants(node: XmlNode, name: string): XmlNode[] {
  const found: XmlNode[] = [];
  walkHtml(node, {
    enter(child) {
      const hit = child !== node && localName(child) === name;
      if (hit) found.push(child);
      return !hit;
    },
  });
  return found;
}

/** An attribute by its name without prefix. */
export function attribute(node: XmlNode | undefined, name: string): string | undefined {
  const attribs = node?.attribs ?? {};
  if (Object.hasOwn(attribs, name)) return attribs[name];
  const prefixed = Object.keys(attribs).find((key) => key.endsWith(`:${name}`));
  return prefixed === undefined ? undefined : attribs[prefixed];
}

/** All text below a node, as it stands. */
export function textOf(node: XmlNode | undefined): string {
  if (!node) return '';
  const parts: string[] = [];
  walkHtml(node, {
    enter(child) {
      if (child.type === 'text' || child.type === 'cdata') parts.push(child.data ?? '');
      return true;
    },
  });
  return parts.join('');
}
