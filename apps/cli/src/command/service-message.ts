import type { KotaeError } from '#client';

/** What the service says about a failure, with remedies that are commands here instead of calls of its API. */
export function serviceMessage({ code, message }: KotaeError): string {
  if (code === 'unreachable') {
    return `${message} Start it with "npm start", or set KOTAE_URL to where it runs.`;
  }
  if (code === 'unauthenticated') {
    return 'Kotae asks for an API key. Create one with "npx kotae keys create <name>" and set KOTAE_API_KEY to it.';
  }
  if (code === 'collection_not_found') {
    const name = /"([^"]+)"/.exec(message)?.[1];
    const which = name === undefined ? 'no such collection' : `no collection "${name}"`;
    const create = `npx kotae collections create ${name ?? '<name>'}`;
    return `There is ${which}. Make it with "${create}"; "npx kotae collections list" shows those that there are.`;
  }
  return message;
}
