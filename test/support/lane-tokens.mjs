#!/usr/bin/env node
/**
 * What the engine's own lanes say to a prompt of tokens, greedily: twice at once in the short lane, then in the long
 * one. The plan is given, so that memory decides nothing.
 *
 *   node test/support/lane-tokens.mjs model.gguf '[1,32010,…]' 16
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

const require = createRequire(import.meta.url);
const built = (name) => require(join(import.meta.dirname, '../../dist/libs/llm/src', name));
const { Lanes } = built('engine/lanes.js');

const [modelPath, prompt, count] = process.argv.slice(2);
const tokens = JSON.parse(prompt);
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
  maxThreads: 1,
});
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const plan = {
  gpuLayers: 0,
  cacheType: 'f16',
  short: { name: 'short', sequences: 2, contextSize: 4096 },
  long: { name: 'long', sequences: 1, contextSize: 8192 },
};
const fail = (error) => {
  throw error;
};
const lanes = await Lanes.open(
  model,
  plan,
  [],
  { onBroken: fail, onSmaller: fail, onOpening: () => {} },
  () => () => null,
);

async function say(maxTokens) {
  const lane = await lanes.laneFor(tokens.length, maxTokens);
  const said = [];
  await lane.scheduler.run({
    tokens,
    maxTokens: Number(count),
    sampling: { temperature: 0, seed: 1 },
    priority: 'interactive',
    lookup: false,
    isEnd: () => false,
    onToken: (token) => said.push(token),
    signal: new AbortController().signal,
  });
  return { lane: lane.info.name, said };
}

// An answer that may become too long for the short lane sends the same prompt to the long one.
const results = [...(await Promise.all([say(16), say(16)])), await say(4096)];
process.stdout.write(JSON.stringify(results));
await lanes.dispose();
await llama.dispose();
