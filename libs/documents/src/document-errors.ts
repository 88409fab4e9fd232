import type { ErrorCode } from '#contracts';
import { limitSettings, type ParseLimits } from './limits.js';
import { supportedTypesSentence } from './media-types.js';

/**
 * Why a parser refuses a file. It becomes a `DomainError` where it leaves the parsing child; the child itself must not
 * load `#contracts` or any other alias, because Node resolves those only for code that may read the whole project
 * folder, and the child may not.
 */
export class DocumentError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'DocumentError';
    this.code = code;
  }
}

/** The file holds nothing that could be searched. `remedy` says what would help. */
export function documentEmpty(remedy = 'Upload a file that contains text.'): DocumentError {
  return new DocumentError('document_empty', `The document contains no text. ${remedy}`);
}

/** The file says that it is of a supported type, but cannot be read as one. */
export function documentCorrupt(what: string, cause?: unknown): DocumentError {
  return new DocumentError(
    'document_corrupt',
    `The document cannot be read: ${what}. Open it in the program that made it, save it again, and upload the new file.`,
    { cause },
  );
}

/** The file exceeds one of the limits of `ParseLimits`, or (null) one that no setting raises. */
export function documentTooLarge(what: string, limit: keyof ParseLimits | null): DocumentError {
  const raise = limit === null ? '' : `, or raise ${limitSettings[limit]} of the worker`;
  return new DocumentError(
    'document_too_large',
    `The document is too large: ${what}. Split it into smaller documents and upload those${raise}.`,
  );
}

/** The file is of a type that is read whole, and too large for that. */
export function fileTooLarge(size: number, { maxBytes }: { maxBytes: number }): DocumentError {
  return documentTooLarge(
    `it has ${size} bytes, and only plain text may have more than ${maxBytes}`,
    'maxBytes',
  );
}

/** The file cannot be read without a password. */
export function documentEncrypted(): DocumentError {
  return new DocumentError(
    'document_encrypted',
    'The document is protected by a password. Save a copy without the password and upload that.',
  );
}

/** The file is of a type that Kotae does not read; `found` names it where it is known. */
export function unsupportedType(found: string): DocumentError {
  return new DocumentError(
    'unsupported_document_type',
    `This file is ${found}, which cannot be read. ${supportedTypesSentence} Convert it to one of these and upload it again.`,
  );
}
