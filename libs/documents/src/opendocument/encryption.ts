import { descendants, parseXml } from '../xml/xml-node.js';

/** A password locks each part by itself; the list of parts says so. */
export function isEncrypted(parts: ReadonlyMap<string, Uint8Array>): boolean {
  return descendants(parseXml(parts.get('META-INF/manifest.xml')), 'encryption-data').length > 0;
}
