#!/usr/bin/env node
/**
 * Builds prompts with a model's own vocabulary, as the engine does, and prints their tokens. Reads a JSON list of
 * prompt contents from standard input. (llama.cpp cannot be loaded inside Jest.)
 *
 *   node test/support/print-prompts.mjs model.gguf < contents.json
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';

const require = createRequire(import.meta.url);
const built = (name) => require(join(import.meta.dirname, '../../dist/libs/llm/src/phi3', name));
const { Phi3Prompt } = built('phi3-prompt.js');
const { SegmentTokenizer } = built('segment-tokenizer.js');

const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
});
const model = await llama.loadModel({ modelPath: process.argv[2], vocabOnly: true });
const prompt = new Phi3Prompt(new SegmentTokenizer((text, special) => model.tokenize(text, special)));
const contents = JSON.parse(readFileSync(0, 'utf8'));
const prompts = contents.map((content) => {
  const tokens = prompt.build(content);
  return { tokens, pieces: tokens.map((token) => model.detokenize([token], true)) };
});
process.stdout.write(JSON.stringify(prompts));
await model.dispose();
await llama.dispose();
