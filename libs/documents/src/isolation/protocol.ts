import type { ErrorInfo, TextFacts, TextPiece } from '#contracts';
import type { ParseLimits } from '../limits.js';
import type { PictureSpot } from '../pictures/pictures.js';

/**
 * What the service and a parsing child say to each other over pipes. To the child's standard input: one JSON line
 * (the order), and the bytes of the file that the child asks for; the next order only after the result. The pipe's end
 * tells the child that the service is gone. From the child's standard output: one JSON line per reply.
 */
export interface Order {
  name: string;
  /** Bytes of the file; at least one. */
  size: number;
  limits: ParseLimits;
}

/**
 * One line from the child. `read`: send these bytes of the file, which it takes all before it asks again. `started`: its
 * parser is loaded. The files that hold the text's pictures, in base64, and where these stand, come before the text, whose
 * pieces come in order, and the result last. A result or an error ends the order.
 */
export type Reply =
  | { started: true }
  | { read: { start: number; end: number } }
  | { progress: ParseCount }
  | { pictureFile: string }
  | { pictures: PictureSpot[] }
  | { piece: TextPiece }
  | { result: TextFacts }
  | { error: ErrorInfo };

/** How far the reading has come. */
export interface ParseCount {
  done: number;
  total: number;
  unit: 'pages' | 'bytes';
}
