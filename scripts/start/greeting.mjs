/**
 * What a person sees when everything is up: where it is and what to do next.
 *
 * @param {string} url
 * @param {string} logDir
 * @returns {Promise<string>}
 */
export async function greeting(url, logDir) {
  const note = await modelNote(url);
  return `
Kotae answers at ${url}   (API browser: ${url}/docs)
${note ? `\n${note}\n` : ''}
Ask:
  curl -s ${url}/v1/questions -H 'Content-Type: application/json' -H 'Prefer: wait=30' -d '{"question":"How many days of paid leave do I have?"}'

Load the sample documents:  npm run samples      (in a second terminal)
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
