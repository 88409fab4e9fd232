const POLL_MS = 200;
const REPORT_MS = 10_000;

/**
 * Waits until the api says that everything behind it is ready, and says every ten seconds what is missing.
 *
 * @param {string} url
 * @param {{ say: (line: string) => void, isOver: () => boolean }} options `isOver` ends the waiting
 */
export async function waitUntilAnswering(url, { say, isOver }) {
  let reported = Date.now();
  while (!isOver()) {
    const problem = await readiness(url);
    if (problem === undefined) return;
    if (Date.now() - reported > REPORT_MS) {
      say(`still waiting: ${problem}`);
      reported = Date.now();
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** What keeps the service from being ready; undefined when nothing does. @param {string} url */
async function readiness(url) {
  try {
    const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5000) });
    if (response.ok) return undefined;
    const { detail } = await response.json();
    return detail ?? `the api answers ${response.status}`;
  } catch {
    return 'the api does not answer yet';
  }
}
