#!/usr/bin/env node
/**
 * Writes a small GGUF of Phi-3's architecture with its real vocabulary, for tests: deterministic, made in a second,
 * and no use as a model. Its weights are random, or, with --answer, such that it gives that one answer to everything.
 *
 *   node scripts/make-tiny-phi3.mjs out.gguf [--ctx 4096] [--longrope] [--no-original] [--layers 2] [--embd 128] [--heads 4] [--ff 256]
 *     [--type q4_0|q8_0|f16|f32] [--seed 42] [--swa 2047] [--name "…"] [--answer "… [1]."]
 *
 * --longrope adds LongRoPE's short and long factors (meant for --ctx above 4096); --no-original leaves out where the
 * short ones end, as conversions before July 2024 do; --swa a sliding-window entry as
 * Microsoft's 4k file has it. Tensors and keys: llama.cpp, src/models/phi3.cpp.
 */
import { parseArgs } from 'node:util';
import { bundledVocabulary } from './gguf/bundled-vocabulary.mjs';
import { readGgufMetadata } from './gguf/gguf-reader.mjs';
import { GgufWriter } from './gguf/gguf-writer.mjs';
import { cutIntoUniqueTokens } from './gguf/scripted-answer.mjs';
import { encodeTensor, filled, randomTensors } from './gguf/tensors.mjs';

const ORIGINAL_CONTEXT = 4096;
const ASSISTANT = 32001;
const END = 32007;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ctx: { type: 'string', default: '4096' },
    longrope: { type: 'boolean', default: false },
    'no-original': { type: 'boolean', default: false },
    layers: { type: 'string', default: '2' },
    embd: { type: 'string', default: '128' },
    heads: { type: 'string', default: '4' },
    ff: { type: 'string', default: '256' },
    type: { type: 'string', default: 'q8_0' },
    seed: { type: 'string', default: '42' },
    swa: { type: 'string' },
    name: { type: 'string', default: 'Phi-3 tiny random' },
    answer: { type: 'string' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('usage: node scripts/make-tiny-phi3.mjs out.gguf [options]');

const context = Number(options.ctx);
const layers = Number(options.layers);
const width = Number(options.embd);
const heads = Number(options.heads);
const hidden = Number(options.ff);
const headWidth = width / heads;
const vocabulary = readGgufMetadata(bundledVocabulary('ggml-vocab-phi-3.gguf'));
const pieces = vocabulary.get('tokenizer.ggml.tokens').strings();
const random = randomTensors(Number(options.seed));
const gguf = new GgufWriter();

function writeMetadata() {
  gguf
    .string('general.architecture', 'phi3')
    .string('general.name', options.name)
    .string('general.type', 'model')
    .u32('general.quantization_version', 2)
    .u32('phi3.context_length', context)
    .u32('phi3.embedding_length', width)
    .u32('phi3.feed_forward_length', hidden)
    .u32('phi3.block_count', layers)
    .u32('phi3.attention.head_count', heads)
    .u32('phi3.attention.head_count_kv', heads)
    .f32('phi3.attention.layer_norm_rms_epsilon', 1e-5)
    .u32('phi3.rope.dimension_count', headWidth)
    .f32('phi3.rope.freq_base', 10_000);
  if (!options['no-original']) {
    gguf.u32('phi3.rope.scaling.original_context_length', ORIGINAL_CONTEXT);
  }
  if (options.swa !== undefined) gguf.u32('phi3.attention.sliding_window', Number(options.swa));
  if (options.longrope && context > ORIGINAL_CONTEXT) {
    const factor = Math.sqrt(1 + Math.log(context / ORIGINAL_CONTEXT) / Math.log(ORIGINAL_CONTEXT));
    gguf.f32('phi3.rope.scaling.attn_factor', factor);
  }
  for (const [key, { type, raw }] of vocabulary) {
    if (key.startsWith('tokenizer.ggml.')) gguf.raw(key, type, raw);
  }
}

const add = (name, dimensions, values, type = options.type) =>
  gguf.tensor(name, dimensions, encodeTensor(values, type));

function writeLayers() {
  // A model that recites looks only at the last token: its layers add nothing.
  const gain = options.answer === undefined ? 1 : 0;
  for (let layer = 0; layer < layers; layer++) {
    const at = `blk.${layer}.`;
    const scale = 1 / Math.sqrt(width);
    add(`${at}attn_norm.weight`, [width], filled(width, 1), 'f32');
    add(`${at}attn_qkv.weight`, [width, 3 * width], random(3 * width * width, scale));
    add(`${at}attn_output.weight`, [width, width], random(width * width, gain * scale));
    add(`${at}ffn_norm.weight`, [width], filled(width, 1), 'f32');
    add(`${at}ffn_up.weight`, [width, 2 * hidden], random(2 * width * hidden, scale));
    add(`${at}ffn_down.weight`, [hidden, width], random(width * hidden, gain / Math.sqrt(hidden)));
  }
}

function writeRopeFactors() {
  const half = headWidth / 2;
  const factors = (at) => Float32Array.from({ length: half }, (_, i) => at(i / (half - 1)));
  add(
    'rope_factors_long.weight',
    [half],
    factors((x) => 1 + 63 * x ** 1.5),
    'f32',
  );
  add(
    'rope_factors_short.weight',
    [half],
    factors((x) => 1 + 1.5 * x),
    'f32',
  );
}

/** Output weights under which each token of the answer is most likely after the one before it. */
function recitingOutput(embeddings) {
  const output = new Float32Array(embeddings.length);
  const script = cutIntoUniqueTokens(options.answer, pieces, vocabulary.get('tokenizer.ggml.token_type').raw);
  for (const [i, token] of [...script, END].entries()) {
    const before = i === 0 ? ASSISTANT : script[i - 1];
    for (let d = 0; d < width; d++) output[token * width + d] = embeddings[before * width + d] / 4;
  }
  return output;
}

writeMetadata();
const embeddings = random(width * pieces.length, 1);
add('token_embd.weight', [width, pieces.length], embeddings);
writeLayers();
if (options.longrope) writeRopeFactors();
add('output_norm.weight', [width], filled(width, 1), 'f32');
add(
  'output.weight',
  [width, pieces.length],
  options.answer === undefined
    ? random(width * pieces.length, 1.5 / Math.sqrt(width))
    : recitingOutput(embeddings),
);
gguf.write(file);
