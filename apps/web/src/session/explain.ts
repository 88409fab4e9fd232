import { KotaeError } from '@kotae/client';
import { language, t } from '../i18n/language.js';
import { keyRefused } from './session.js';

/** What went wrong and what to do about it, in the user's language as far as we have the words. */
export function explain(error: unknown): string {
  if (error instanceof KotaeError) {
    if (error.status === 401) keyRefused();
    // Without fields only the message says what is wrong.
    const isVague = error.code === 'invalid_request' && error.fields.length === 0;
    const said = isVague ? error.message : explainCode(error.code, error.message);
    const unsaid = error.fields.filter(({ message }) => !said.includes(message));
    return [said, ...unsaid.map(({ path, message }) => `${path}: ${message}`)].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}

/** What a model says of itself, in the user's language as far as we have the words. */
export function explainNote({ id, note }: { id: string; note?: string }): string | undefined {
  return (language === 'en' ? undefined : note && t.notes[id]) || note;
}

/** An error that the service has stored with a question or a document, as {@link explain} says it. */
export function explainCode(code: string, message: string): string {
  return t.problems[code] ?? message;
}
