#!/usr/bin/env node
/**
 * Writes a small embedding model of BERT's architecture with a real WordPiece vocabulary and random
 * weights, for tests: deterministic, made in a second. Texts that share words get similar vectors, no more than that.
 *
 *   node scripts/make-tiny-bert.mjs out.gguf [--ctx 512] [--layers 2] [--embd 64] [--heads 4] [--ff 128] [--seed 7]
 *     [--pooling mean|cls|last|none] [--mix 0.5] [--rank-by word]
 *
 * With `--mix 0` the layers do nothing: the vector of a token depends on that token and its place alone, so what
 * pooling does shows in the result. `--pooling none` leaves the pooling out of the file.
 *
 * `--rank-by gold` makes a reranker instead, whose order can be foretold: the larger the share of the word "gold"
 * among the words of question and passage, the higher it ranks the passage. The first dimension of the embeddings
 * marks the word, attention spreads it evenly over the text, and the classifier reads it at the first token.
 *
 * Tensors and keys: llama.cpp, src/models/bert.cpp.
 */
import { parseArgs } from 'node:util';
import { bundledVocabulary } from './gguf/bundled-vocabulary.mjs';
import { readGgufMetadata } from './gguf/gguf-reader.mjs';
import { GgufWriter } from './gguf/gguf-writer.mjs';
import { encodeTensor, filled, randomTensors } from './gguf/tensors.mjs';

/** How strongly a reranker's word is marked, and how the mark grows on its way. */
const MARK = 3;

/** Numbers of llama.cpp's pooling types. Without one, a file does not say how it is pooled. */
const RANK_POOLING = 4;
const poolingTypes = { mean: 1, cls: 2, last: 3 };

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ctx: { type: 'string', default: '512' },
    layers: { type: 'string', default: '2' },
    embd: { type: 'string', default: '64' },
    heads: { type: 'string', default: '4' },
    ff: { type: 'string', default: '128' },
    seed: { type: 'string', default: '7' },
    pooling: { type: 'string', default: 'mean' },
    'rank-by': { type: 'string' },
    mix: { type: 'string', default: '0.5' },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error('usage: node scripts/make-tiny-bert.mjs out.gguf [options]');

const context = Number(options.ctx);
const width = Number(options.embd);
const hidden = Number(options.ff);
const vocabulary = readGgufMetadata(bundledVocabulary('ggml-vocab-bert-bge.gguf'));
const tokens = vocabulary.get('tokenizer.ggml.tokens').strings();
const words = tokens.length;
const mix = Number(options.mix);
const random = randomTensors(Number(options.seed));

const gguf = new GgufWriter()
  .string('general.architecture', 'bert')
  .string('general.name', 'BERT tiny random')
  .string('general.type', 'model')
  .u32('bert.block_count', Number(options.layers))
  .u32('bert.context_length', context)
  .u32('bert.embedding_length', width)
  .u32('bert.feed_forward_length', hidden)
  .u32('bert.attention.head_count', Number(options.heads))
  .f32('bert.attention.layer_norm_epsilon', 1e-12)
  .bool('bert.attention.causal', false);
const rankBy = options['rank-by'];
const pooling = rankBy === undefined ? poolingTypes[options.pooling] : RANK_POOLING;
if (pooling !== undefined) gguf.u32('bert.pooling_type', pooling);
for (const [key, { type, raw }] of vocabulary) {
  if (key.startsWith('tokenizer.ggml.')) gguf.raw(key, type, raw);
}

const add = (name, dimensions, values, type = 'f32') =>
  gguf.tensor(name, dimensions, encodeTensor(values, type));
const addBias = (name, length) => add(name, [length], filled(length, 0));
const addNorm = (name) => {
  add(`${name}.weight`, [width], filled(width, 1));
  addBias(`${name}.bias`, width);
};
const addLinear = (name, weights, input, output) => {
  add(`${name}.weight`, [input, output], weights);
  addBias(`${name}.bias`, output);
};
/** A layer's weights: random, or for a reranker nothing but the way of the mark, in the first dimension. */
const layerWeights = (part, input, output) => {
  if (rankBy === undefined) return random(input * output, mix / Math.sqrt(input));
  const weights = filled(input * output, 0);
  if (part === 'attn_v' || part === 'attn_output') weights[0] = MARK;
  return weights;
};
/** Embeddings of all words: random, and for a reranker marked in the first dimension. */
const embeddings = random(width * words, rankBy === undefined ? 1 : 0.1);
if (rankBy !== undefined) {
  const marked = tokens.indexOf(`\u2581${rankBy}`);
  if (marked === -1) throw new Error(`"${rankBy}" is not one word of the vocabulary.`);
  for (let word = 0; word < words; word++) embeddings[word * width] = word === marked ? MARK : 0;
}

add('token_embd.weight', [width, words], embeddings, 'q8_0');
add('token_types.weight', [width, 2], random(width * 2, 0.02));
add('position_embd.weight', [width, context], random(width * context, 0.05));
addNorm('token_embd_norm');
for (let layer = 0; layer < Number(options.layers); layer++) {
  const at = `blk.${layer}.`;
  for (const part of ['attn_q', 'attn_k', 'attn_v', 'attn_output']) {
    addLinear(at + part, layerWeights(part, width, width), width, width);
  }
  addNorm(`${at}attn_output_norm`);
  addLinear(`${at}ffn_up`, layerWeights('ffn_up', width, hidden), width, hidden);
  addLinear(`${at}ffn_down`, layerWeights('ffn_down', hidden, width), hidden, width);
  addNorm(`${at}layer_output_norm`);
}
if (rankBy !== undefined) {
  const classifier = filled(width, 0);
  classifier[0] = 1;
  addLinear('cls.output', classifier, width, 1);
}
gguf.write(file);
