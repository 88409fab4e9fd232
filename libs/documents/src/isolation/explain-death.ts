import { DomainError } from '#contracts';
import type { ParserDeath } from './parser-child.js';
import { limitSettings, type ProcessLimits } from '../limits.js';

/** The file took longer than it may. */
export function parseTimeout(limits: ProcessLimits): DomainError {
  return new DomainError(
    'document_parse_timeout',
    `The document could not be read within ${Math.round(limits.timeoutMs / 1000)} seconds. Split it into smaller documents, or save it again in a simpler form, and upload that; or raise ${limitSettings.timeoutMs} of the worker.`,
  );
}

/** The parser died, or answered nonsense. */
export function parseCrashed(why: string, cause?: unknown, alsoHelps = ''): DomainError {
  return new DomainError(
    'document_parse_crashed',
    `The program that reads the document ${why}. Save the document again in the program that made it, or convert it to another format, and upload that${alsoHelps}.`,
    { cause },
  );
}

/** The file needed more memory than it may have. */
export function parseTooHungry(limits: ProcessLimits, cause?: unknown): DomainError {
  const remedy = `; or raise ${limitSettings.memoryMb} of the worker`;
  return parseCrashed(`needed more memory than the ${limits.memoryMb} MiB it may use`, cause, remedy);
}

/**
 * What a child's death without a result says about the file. One that had not `started` on the file died of
 * something else: a program that is being replaced, a machine without memory. That is worth another try.
 */
export function explainDeath(death: ParserDeath, limits: ProcessLimits, started: boolean): DomainError {
  const { code, signal, lastWords, error } = death;
  if (signal === 'SIGXCPU') return parseTimeout(limits);
  const cause = error ?? new Error(`exit code ${code}, signal ${signal}: ${lastWords.slice(-1000)}`);
  if (!started) {
    return new DomainError(
      'service_unavailable',
      'The program that reads documents could not be started. The document will be tried again.',
      { cause, retryable: true },
    );
  }
  if (signal === 'SIGABRT' || code === 134 || /out of memory|allocation failed/iu.test(lastWords)) {
    return parseTooHungry(limits, cause);
  }
  return parseCrashed('ended unexpectedly', cause);
}
