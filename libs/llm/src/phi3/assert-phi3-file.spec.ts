import type { GgufHeader, MetadataScalar } from '../memory/gguf-header.js';
import { assertPhi3File, missingMetadata, rightContext, warningsAbout } from './assert-phi3-file.js';

const factors = ['rope_factors_long.weight', 'rope_factors_short.weight'];

function header(
  metadata: Record<string, MetadataScalar>,
  tensors: string[] = [],
  name = 'model.gguf',
): GgufHeader {
  return {
    path: `/models/${name}`,
    name,
    fileBytes: 1,
    metadata: new Map(Object.entries({ 'general.architecture': 'phi3', ...metadata })),
    tensors: tensors.map((tensor) => ({ name: tensor, dimensions: [48], offset: 0 })),
  };
}

const long = { 'phi3.context_length': 131_072, 'phi3.rope.scaling.original_context_length': 4096 };

describe('assertPhi3File', () => {
  it.each([
    header({ 'general.name': 'Phi 3 Mini 4k Instruct' }),
    header({ 'general.name': 'Phi 3.5 Mini Instruct' }),
    header({ 'general.name': 'Phi 3 Medium 128k Instruct' }),
    header({ 'general.architecture': 'phimoe', 'general.name': 'Phi 3.5 MoE' }),
  ])('accepts what llama.cpp runs of the family', (file) => {
    expect(() => assertPhi3File(file)).not.toThrow();
  });

  it.each<[string, GgufHeader, RegExp]>([
    [
      'Phi-3-small, by its name',
      header({ 'general.name': 'Phi 3 Small 8k Instruct' }),
      /blocksparse.*Phi-3 mini/,
    ],
    ['Phi-3-small, by its file', header({}, [], 'Phi-3-small-128k-instruct-Q4_K_M.gguf'), /blocksparse/],
    ['Phi-3-small, by its architecture', header({ 'general.architecture': 'phi3small' }), /blocksparse/],
    ['Phi-3-vision', header({ 'general.name': 'Phi 3 Vision 128k Instruct' }), /vision model.*Phi-3\.5 mini/],
    ['Phi-3.5-vision, by its file', header({}, [], 'phi-3.5-vision-instruct-q4.gguf'), /vision model/],
    [
      'the picture encoder of one',
      header({ 'general.architecture': 'clip' }),
      /picture encoder.*Phi-3\.5 mini/,
    ],
    ['a LoRA adapter', header({ 'general.type': 'adapter' }), /LoRA adapter.*KOTAE_LORA/],
    [
      'another architecture',
      header({ 'general.architecture': 'llama' }),
      /architecture is "llama".*models -- list/,
    ],
  ])('refuses %s, and says what to use instead', (_, file, message) => {
    expect(() => assertPhi3File(file)).toThrow(
      expect.objectContaining({ code: 'model_unsupported', message: expect.stringMatching(message) }),
    );
  });
});

describe('the context of a file', () => {
  it('is what it states when it has LongRoPE factors', () => {
    const file = header(long, factors);
    expect(rightContext(file)).toBe(131_072);
    expect(warningsAbout(file)).toEqual([]);
    expect(missingMetadata(file)).toBeUndefined();
  });

  it('is the original one, with a warning, when the factors are missing', () => {
    const file = header(long, ['token_embd.weight']);
    expect(rightContext(file)).toBe(4096);
    expect(warningsAbout(file)).toEqual([expect.stringMatching(/no LongRoPE factors.*July 2024/)]);
  });

  it('counts on 4,096, with a warning, when the file does not say where the short factors end', () => {
    const file = header({ 'phi3.context_length': 131_072 }, factors);
    expect(rightContext(file)).toBe(131_072);
    expect(warningsAbout(file)).toEqual([expect.stringMatching(/original_context_length.*July 2024/)]);
    expect(missingMetadata(file)).toEqual({ phi3: { rope: { scaling: { original_context_length: 4096 } } } });
  });

  it('needs no words for a model of 4,096 tokens', () => {
    const file = header({ 'phi3.context_length': 4096 });
    expect(rightContext(file)).toBe(4096);
    expect(warningsAbout(file)).toEqual([]);
  });
});
