import type { FieldError, KotaeError } from '#client';

/** Fields of the API whose options have other names. */
const OPTIONS: Record<string, string> = {
  k: '--results',
  conversation_id: '--conversation',
  tags: '--tag',
  documents: '--document',
};
/** Fields that are no options: arguments, or nothing that a command sends by itself. */
const ARGUMENTS = new Set(['question', 'query', 'name', 'description']);

/** What the service says about a failure, with remedies that are commands here instead of calls of its API. */
export function serviceMessage({ code, message, status, fields }: KotaeError): string {
  if (code === 'unreachable') {
    return `${message} Start it with "npm start", or set KOTAE_URL to where it runs.`;
  }
  if (code === 'unauthenticated') {
    const what = status === null ? message : 'Kotae asks for an API key.';
    return `${what} Create one with "npx kotae keys create <name>" and set KOTAE_API_KEY to it.`;
  }
  if (code === 'collection_not_found') {
    const name = /"([^"]+)"/.exec(message)?.[1];
    const which = name === undefined ? 'no such collection' : `no collection "${name}"`;
    const create = `npx kotae collections create ${name ?? '<name>'}`;
    return `There is ${which}. Make it with "${create}"; "npx kotae collections list" shows those that there are.`;
  }
  if (code === 'conversation_not_found') {
    return 'There is no such conversation. Ask without --conversation to begin one, or with -c to go on with the last.';
  }
  return code === 'invalid_request' && fields.length > 0 && /^The (?:body|query) /.test(message)
    ? fields.map(inOptions).join('\n')
    : message;
}

/** `--top-k: Too small: …` for what is wrong with the field `top_k`. */
function inOptions({ path, message }: FieldError): string {
  // `filter.tags.0` is a value of --tag.
  const field = path.replace(/^filter\./, '').replace(/\.\d+$/, '');
  if (ARGUMENTS.has(field))
    return message.startsWith('is ') ? `The ${field} ${message}.` : `${field}: ${message}.`;
  return `${OPTIONS[field] ?? `--${field.replaceAll('_', '-')}`}: ${message}.`;
}
