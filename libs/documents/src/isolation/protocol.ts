import type { ErrorInfo, ExtractedText } from '#contracts';
import type { ParseLimits } from '../limits.js';

/**
 * What the service and a parsing child say to each other over pipes. To the child's standard input: one JSON line
 * (the order), then the file's bytes, then nothing more; the pipe stays open, and its end tells the child that the
 * service is gone. From the child's standard output: one JSON line per reply.
 */
export interface Order {
  name: string;
  /** Bytes of the file that follow. */
  size: number;
  limits: ParseLimits;
}

/** One line from the child; a result or an error is its last. */
export type Reply =
  { progress: { done: number; total: number } } | { result: ExtractedText } | { error: ErrorInfo };
