import type { ErrorInfo, TextFacts, TextPiece } from '#contracts';
import type { ParseLimits } from '../limits.js';
import type { PictureSpot } from '../pictures/pictures.js';

/**
 * What the service and a parsing child say to each other over pipes. To the child's standard input: one JSON line
 * (the order), then the file's bytes, and these once more each time the child asks for them again; the next order only
 * after the result. The pipe's end tells the child that the
 * service is gone. From the child's standard output: one JSON line per reply.
 */
export interface Order {
  name: string;
  /** Bytes of the file that follow; at least one. */
  size: number;
  limits: ParseLimits;
}

/**
 * One line from the child. `started`: its parser is loaded. `again`: send the file's bytes once more. The files that
 * hold the text's pictures, in base64, and where these stand, come before the text, whose pieces come in order, and the
 * result last. A result or an error ends the order.
 */
export type Reply =
  | { started: true }
  | { again: true }
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
