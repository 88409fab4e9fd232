import { posix } from 'node:path';
import { attribute, elements, elementAt, parseXml, type XmlNode } from '../xml/xml-node.js';

/** The parts of an Office file, and the relations by which they name each other. */
export class OfficePackage {
  /** @param pictures - those that are worth reading, by path. */
  constructor(
    private readonly parts: ReadonlyMap<string, Uint8Array>,
    private readonly pictures: ReadonlyMap<string, Uint8Array>,
  ) {}

  /** A picture's file; undefined where there is none, or none that may show text. */
  picture(path: string | undefined): Uint8Array | undefined {
    return path === undefined ? undefined : this.pictures.get(path);
  }

  /** The root element of a part; undefined where there is none. */
  root(path: string | undefined): XmlNode | undefined {
    const part = path === undefined ? undefined : this.parts.get(path);
    return part && elements(parseXml(part))[0];
  }

  /** Paths of the parts that a part refers to, by the id of the relation. */
  relations(path: string): Map<string, Relation> {
    const file = posix.join(posix.dirname(path), '_rels', `${posix.basename(path)}.rels`);
    const root = elementAt(parseXml(this.parts.get(file)), 'Relationships');
    const found = new Map<string, Relation>();
    for (const relation of elements(root, 'Relationship')) {
      const [id, target] = [attribute(relation, 'Id'), attribute(relation, 'Target')];
      if (id === undefined || target === undefined || attribute(relation, 'TargetMode') === 'External')
        continue;
      const type = (attribute(relation, 'Type') ?? '').replace(/^.*\//u, '');
      // A path that begins with a slash counts from the container's root, others from the part's folder.
      const resolved = posix.resolve('/', posix.dirname(path), target).slice(1);
      found.set(id, { type, path: resolved });
    }
    return found;
  }

  /** The path of the first part of a kind that a part refers to, e.g. `slideLayout`. */
  related(path: string | undefined, type: string): string | undefined {
    if (path === undefined) return undefined;
    return [...this.relations(path).values()].find((relation) => relation.type === type)?.path;
  }
}

/** One reference to another part; `type` is the last word of its type's address. */
export interface Relation {
  type: string;
  path: string;
}
