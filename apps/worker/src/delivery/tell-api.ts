import { DomainError } from '#contracts';

/** For jobs that the API waits for: of a failed one it sees only the error's message, so code and message travel in it. */
export function tellApi(error: unknown): never {
  if (error instanceof DomainError) throw new Error(JSON.stringify(error.toInfo()), { cause: error });
  throw error;
}
