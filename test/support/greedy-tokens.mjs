#!/usr/bin/env node
/**
 * What a model says to a prompt of tokens, greedily, in contexts of several shapes, outside any scheduler: each token
 * with the probability that the model gave it. (llama.cpp cannot be loaded inside Jest.)
 *
 *   node test/support/greedy-tokens.mjs model.gguf '[[4096,1],[8192,1]]' '[1,32010,…]' 16
 */
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

const [modelPath, shapes, prompt, count] = process.argv.slice(2);
const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
  maxThreads: 1,
});
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const results = [];
for (const [contextSize, sequences] of JSON.parse(shapes)) {
  const batchSize = 256 + sequences;
  const context = await model.createContext({ contextSize, sequences, batchSize, flashAttention: false });
  // The last of the sequences: a lane's others are no different.
  const sequence = Array.from({ length: sequences }, () => context.getSequence()).at(-1);
  const steps = sequence.evaluateWithMetadata(
    JSON.parse(prompt),
    { confidence: true },
    { temperature: 0, yieldEogToken: true },
  );
  const said = [];
  for await (const { token, confidence } of steps) {
    said.push([token, confidence]);
    if (said.length === Number(count)) break;
  }
  results.push(said);
  await context.dispose();
}
process.stdout.write(JSON.stringify(results));
await llama.dispose();
