import { inflateRawSync } from 'node:zlib';
import { decodeText } from '../detection/decode-text.js';
import { documentCorrupt, documentEncrypted, documentTooLarge } from '../document-errors.js';
import type { ParseLimits } from '../limits.js';

/** One entry of a ZIP file's central directory. */
interface ZipEntry {
  name: string;
  method: number;
  compressedSize: number;
  size: number;
  headerAt: number;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
/** The end record is 22 bytes and a comment of at most 65,535. */
const END_SEARCH_BYTES = 22 + 65_535;
const RATIO_APPLIES_FROM = 2 ** 20;
/** How far a damaged container is searched for the headers of its parts. */
const HEADER_SEARCH_BYTES = 64 * 1024;

/**
 * Reads the wanted parts of a ZIP file. Nothing is inflated before the directory's own figures are within the
 * limits, and each part is inflated under a hard cap, because those figures may lie. What it used up is taken from
 * `limits`, so that containers inside each other share them.
 *
 * @throws {DocumentError} `document_too_large` for a bomb, `document_corrupt`, `document_encrypted`.
 */
export function readZip(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  limits: ParseLimits,
): Map<string, Uint8Array> {
  const directory = readDirectory(bytes, limits.maxZipEntries);
  limits.maxZipEntries -= directory.length;
  const entries = directory.filter((entry) => wanted(entry.name));
  const parts = new Map<string, Uint8Array>();
  const announced = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (announced > limits.maxZipBytes)
    throw documentTooLarge(`its parts unpack to ${announced} bytes`, 'maxZipBytes');
  for (const entry of entries) {
    const part = readEntry(bytes, entry, capOf(entry, limits));
    limits.maxZipBytes -= part.length;
    parts.set(entry.name, part);
  }
  return parts;
}

/**
 * The names of a container's parts: those in its directory or, where that is missing or damaged, those in the parts'
 * own headers, found by their signature. Only to tell the container's kind: nothing is checked.
 */
export function zipNames(bytes: Uint8Array): string[] {
  try {
    return readDirectory(bytes, 2 ** 16).map((entry) => entry.name);
  } catch {
    return localHeaderNames(bytes.subarray(0, HEADER_SEARCH_BYTES));
  }
}

function localHeaderNames(head: Uint8Array): string[] {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const names: string[] = [];
  for (let at = 0; at + 30 < head.length; at++) {
    if (head[at] !== 0x50 || view.getUint32(at, true) !== LOCAL_HEADER) continue;
    const length = view.getUint16(at + 26, true);
    names.push(new TextDecoder().decode(head.subarray(at + 30, at + 30 + length)));
  }
  return names;
}

/** Most bytes that a part may have, and the limit that says so. */
interface Cap {
  bytes: number;
  limit: 'maxZipBytes' | 'maxZipRatio';
}

function capOf({ compressedSize }: ZipEntry, { maxZipBytes, maxZipRatio }: ParseLimits): Cap {
  const byRatio = Math.max(RATIO_APPLIES_FROM, compressedSize * maxZipRatio);
  return byRatio < maxZipBytes
    ? { bytes: byRatio, limit: 'maxZipRatio' }
    : { bytes: maxZipBytes, limit: 'maxZipBytes' };
}

function readDirectory(bytes: Uint8Array, maxEntries: number): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > maxEntries) throw documentTooLarge(`it holds ${count} parts`, 'maxZipEntries');
  const entries: ZipEntry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) {
      throw documentCorrupt('its ZIP directory is damaged');
    }
    const nameLength = view.getUint16(at + 28, true);
    const flags = view.getUint16(at + 8, true);
    if ((flags & 1) === 1) throw documentEncrypted();
    entries.push({
      name: entryName(bytes.subarray(at + 46, at + 46 + nameLength)),
      method: view.getUint16(at + 10, true),
      compressedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      headerAt: view.getUint32(at + 42, true),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** UTF-8 today; archives of older programs have the names in the code page of their country. */
function entryName(bytes: Uint8Array): string {
  return decodeText(bytes).text.replaceAll('\\', '/');
}

function findEnd(view: DataView): number {
  const stop = Math.max(0, view.byteLength - END_SEARCH_BYTES);
  for (let at = view.byteLength - 22; at >= stop; at--) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw documentCorrupt('it ends in the middle; the upload or the file is incomplete');
}

function readEntry(bytes: Uint8Array, entry: ZipEntry, cap: Cap): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = entry.headerAt;
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL_HEADER) {
    throw documentCorrupt(`its part ${entry.name} is damaged`);
  }
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  const data = bytes.subarray(start, start + entry.compressedSize);
  if (entry.method === 0) {
    if (data.length > cap.bytes) {
      throw documentTooLarge(`its part ${entry.name} is ${data.length} bytes`, cap.limit);
    }
    return data;
  }
  if (entry.method !== 8) throw documentCorrupt(`its part ${entry.name} is packed in an unknown way`);
  return inflate(data, entry.name, cap);
}

function inflate(data: Uint8Array, name: string, { bytes, limit }: Cap): Uint8Array {
  try {
    return inflateRawSync(data, { maxOutputLength: Math.max(1, bytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw documentTooLarge(`its part ${name} unpacks to more than ${bytes} bytes, like a ZIP bomb`, limit);
    }
    throw documentCorrupt(`its part ${name} is damaged`, error);
  }
}
