import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';

/**
 * What a person sees when everything is up: where it is and what to do next.
 *
 * @param {string} url
 * @param {string} logDir
 * @returns {Promise<string>}
 */
export async function greeting(url, logDir) {
  const note = await modelNote(url);
  const body = JSON.stringify({ question: sampleQuestion() }).replaceAll("'", String.raw`'\''`);
  return `
Kotae answers at ${url}   (open it, drop documents on the page, and ask)
${note ? `\n${note}\n` : ''}
Or in a second terminal, with four sample documents:
  npm run samples
  curl -s ${url}/v1/questions -H 'Content-Type: application/json' -H 'Prefer: wait=30' -d '${body}'

API browser: ${url}/docs
Logs: ${logDir}      Stop: Ctrl-C
`;
}

/** What the service says about its model, e.g. how to get one. @param {string} url @returns {Promise<string | undefined>} */
async function modelNote(url) {
  try {
    const response = await fetch(`${url}/v1/models`, { signal: AbortSignal.timeout(5000) });
    const body = await response.json();
    return [body, ...(body.items ?? [])].map((model) => model.note).find((note) => typeof note === 'string');
  } catch {
    return undefined;
  }
}

/** A question that the sample documents answer. */
function sampleQuestion() {
  const { questions } = JSON.parse(readFileSync(join(root, 'samples/questions.json'), 'utf8'));
  return questions[0].question;
}
