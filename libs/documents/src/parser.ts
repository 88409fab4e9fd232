import type { ParseLimits } from './limits.js';
import type { ParsedText } from './pictures/pictures.js';

/** Reads the bytes of one type. `limits` hold for the whole document: what a container used up is taken from them. */
export type Parser = (
  bytes: Uint8Array,
  limits: ParseLimits,
  onProgress: ParseProgress | undefined,
  readPart: ReadPart,
) => ParsedText | Promise<ParsedText>;

/** What a parser may tell while it works: pages done so far, and how many there are. */
export type ParseProgress = (done: number, total: number) => void;

/** A file inside a document: an attachment, a file of an archive. */
export interface Part {
  name: string;
  bytes: Uint8Array;
}

/** Reads a part as the document that it is, within what is left of the whole document's limits. */
export type ReadPart = (part: Part) => Promise<ParsedText>;
