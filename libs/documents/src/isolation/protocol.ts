import type { ErrorInfo, ExtractedText } from '#contracts';
import type { ParseLimits } from '../limits.js';
import type { PictureSpot } from '../pictures/pictures.js';

/**
 * What the service and a parsing child say to each other over pipes. To the child's standard input: one JSON line
 * (the order), then the file's bytes; the next order only after the reply. The pipe's end tells the child that the
 * service is gone. From the child's standard output: one JSON line per reply.
 */
export interface Order {
  name: string;
  /** Bytes of the file that follow; at least one. */
  size: number;
  limits: ParseLimits;
}

/**
 * One line from the child. `started`: its parser is loaded. A result or an error ends the order; before a result come
 * the files that hold the text's pictures, in base64, and where these stand.
 */
export type Reply =
  | { started: true }
  | { progress: { done: number; total: number } }
  | { pictureFile: string }
  | { pictures: PictureSpot[] }
  | { result: ExtractedText }
  | { error: ErrorInfo };
