import { invalidRequest } from '../http/detailed-error.js';
import { isStorable } from '../http/well-formed.js';

/** Longest name of a document, in UTF-16 code units. */
const MAX_LENGTH = 255;

/**
 * A document's name as it is stored: NFC, so that the same name typed on a Mac and elsewhere is one document. A name is
 * a label and never becomes a path. @throws DomainError `invalid_request`.
 */
export function documentName(sent: string): string {
  const name = sent.normalize('NFC').trim();
  const reason = wrongWith(name);
  if (reason === null) return name;
  throw invalidRequest(`The document's name ${reason}.`, [{ path: 'name', message: reason }]);
}

function wrongWith(name: string): string | null {
  if (name === '') return 'is empty';
  if (name.length > MAX_LENGTH) return `is longer than ${MAX_LENGTH} characters`;
  if (/\p{Cc}|\p{Zl}|\p{Zp}/u.test(name) || !isStorable(name)) return 'holds a control character';
  return null;
}
