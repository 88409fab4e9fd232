import { DomainError } from '#contracts';
import { GeneratorUnavailableError } from '../generator-unavailable-error.js';

/** Characters of a server's own words that are worth repeating. */
const SHOWN = 300;

/** What an HTTP status other than 2xx means; `body` is what came with it. */
export function statusFailure(
  server: string,
  { status, retryAfter, body }: { status: number; retryAfter: string | null; body: string },
): DomainError {
  const said = wordsOf(body);
  const what = `The model server at ${server} answered ${status}${said === '' ? '' : `: ${said}`}.`;
  const retryAfterMs = retryAfterOf(retryAfter);
  if (status === 429) return new GeneratorUnavailableError('rate_limited', what, { retryAfterMs });
  if (status === 408) return new GeneratorUnavailableError('timed_out', what, { retryAfterMs });
  if (status >= 500) return new GeneratorUnavailableError('server_error', what, { retryAfterMs });
  if ([401, 403, 404].includes(status)) {
    const remedy = 'Check KOTAE_OPENAI_URL, KOTAE_OPENAI_KEY and KOTAE_OPENAI_MODEL.';
    return new GeneratorUnavailableError('refused', `${what} ${remedy}`, { retryable: false });
  }
  if (
    status === 413 ||
    /context.{0,12}(length|size|window)|too many tokens|exceeds?.{0,40}tokens/i.test(said)
  ) {
    return new DomainError(
      'prompt_too_long',
      `${what} Shorten the question, ask for fewer tokens, or set KOTAE_OPENAI_CONTEXT to what the server really holds.`,
    );
  }
  return new DomainError('generation_failed', what);
}

/** What an exception of the HTTP client means: no connection, or one that broke. */
export function networkFailure(server: string, error: unknown): GeneratorUnavailableError {
  const code = codeOf(error) ?? 'connection failed';
  if (code === 'UND_ERR_CONNECT_TIMEOUT') {
    return new GeneratorUnavailableError(
      'unreachable',
      `The model server at ${server} does not accept connections.`,
      {
        cause: error,
      },
    );
  }
  return new GeneratorUnavailableError(
    'unreachable',
    `The model server at ${server} cannot be reached (${code}).`,
    {
      cause: error,
    },
  );
}

/** `Retry-After` in milliseconds, from seconds or a date; null when it says neither. */
function retryAfterOf(header: string | null, now = Date.now()): number | null {
  if (header === null) return null;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** The message of OpenAI's error shape or of Ollama's, else the body itself, cut. */
function wordsOf(body: string): string {
  let said = body;
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    if (typeof error === 'string') said = error;
    else if (typeof error === 'object' && error !== null) {
      const { message } = error as { message?: unknown };
      if (typeof message === 'string') said = message;
    }
  } catch {
    // Not JSON: a proxy's page, or a word.
  }
  return said.replaceAll(/\s+/g, ' ').trim().slice(0, SHOWN);
}

/** The system's word for what went wrong, which the HTTP client keeps at the bottom of its causes. */
function codeOf(error: unknown): string | null {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string') return code;
  return cause === undefined ? null : codeOf(cause);
}
