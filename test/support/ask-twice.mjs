// Starts an engine on a model, asks a question of 4,100 tokens and a short one, and prints what came of it as JSON.
// What a crash interrupts is asked again, as a worker does: native code aborts for some allocations that fail.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const { EngineHost } = require(join(import.meta.dirname, '../../dist/libs/llm/src/index.js'));

/** Each crash shortens the long lane by a seventh. */
const MOST_ATTEMPTS = 5;

const [path, options] = process.argv.slice(2);
const log = [];
const host = await EngineHost.start(
  { gpu: 'cpu', threads: 1, model: { path, mode: 'full', ...JSON.parse(options) } },
  (line) => log.push(line),
);
const started = host.info.lanes;
const ask = async (question) => {
  for (let attempt = 1; ; attempt++) {
    const answer = await attemptOf(question);
    if (answer.code !== 'engine_crashed' || attempt === MOST_ATTEMPTS) return answer;
  }
};
const attemptOf = (question) =>
  host
    .generate(
      { question, grounded: false, sources: [], maxTokens: 4, temperature: 0, priority: 'interactive' },
      { onText: () => {}, signal: new AbortController().signal },
    )
    .catch((error) => ({ code: error.code, error: error.message }));
const long = await ask('leave '.repeat(4100));
const short = await ask('How many?');
process.stdout.write(JSON.stringify({ log, started, ended: host.info.lanes, long, short }));
await host.close();
