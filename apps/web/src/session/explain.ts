import { KotaeError } from '@kotae/client';
import { language, t } from '../i18n/language.js';
import { keyRefused } from './session.js';

/** What went wrong and what to do about it, in the user's language as far as we have the words. */
export function explain(error: unknown): string {
  if (error instanceof KotaeError) {
    if (error.status === 401) keyRefused();
    const fields = error.fields.map(({ path, message }) => `${path}: ${message}`);
    return [explainCode(error.code, error.message), ...fields].join('\n');
  }
  return error instanceof Error ? error.message : String(error);
}

/** What a model says of itself, in the user's language as far as we have the words. */
export function explainNote({ id, note }: { id: string; note?: string }): string | undefined {
  return (language === 'en' ? undefined : note && t.notes[id]) || note;
}

/** An error that the service has stored with a question or a document, as {@link explain} says it. */
export function explainCode(code: string, message: string): string {
  return (language === 'en' ? undefined : t.problems[code]) ?? message;
}
