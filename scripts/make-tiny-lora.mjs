#!/usr/bin/env node
/**
 * Writes a small LoRA adapter with random weights, for tests, that fits a model of make-tiny-phi3.mjs of the same
 * --embd: of rank 4, on the output projection of the first layers' attention.
 *
 *   node scripts/make-tiny-lora.mjs out.gguf [--embd 128] [--layers 1] [--alpha 0.2] [--seed 7]
 *
 * Keys and tensors: llama.cpp, src/llama-adapter.cpp.
 */
import { parseArgs } from 'node:util';
import { GgufWriter } from './gguf/gguf-writer.mjs';
import { encodeTensor, randomTensors } from './gguf/tensors.mjs';

const RANK = 4;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    embd: { type: 'string', default: '128' },
    layers: { type: 'string', default: '1' },
    alpha: { type: 'string', default: '0.2' },
    seed: { type: 'string', default: '7' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('usage: node scripts/make-tiny-lora.mjs out.gguf [options]');

const width = Number(options.embd);
const random = randomTensors(Number(options.seed));
const gguf = new GgufWriter()
  .string('general.type', 'adapter')
  .string('general.architecture', 'phi3')
  .string('general.name', 'Tiny random adapter')
  .string('adapter.type', 'lora')
  .f32('adapter.lora.alpha', Number(options.alpha));
for (let layer = 0; layer < Number(options.layers); layer++) {
  const name = `blk.${layer}.attn_output.weight`;
  gguf.tensor(`${name}.lora_a`, [width, RANK], encodeTensor(random(width * RANK, 1), 'f32'));
  gguf.tensor(`${name}.lora_b`, [RANK, width], encodeTensor(random(width * RANK, 1), 'f32'));
}
gguf.write(file);
