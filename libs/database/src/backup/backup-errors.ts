import { DomainError } from '#contracts';

/** A file cannot be restored; nothing has been changed. */
export function backupInvalid(reason: string, cause?: unknown): DomainError {
  return new DomainError(
    'invalid_request',
    `This file is not a whole backup of Kotae: ${reason}. Nothing was changed; use another backup.`,
    { cause },
  );
}
