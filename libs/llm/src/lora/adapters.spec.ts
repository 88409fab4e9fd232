import type { GgufHeader, MetadataScalar } from '../memory/gguf-header.js';
import { adaptedId, parseAdapters } from './adapters.js';
import { assertAdapterFits } from './assert-adapter-fits.js';

function header(
  name: string,
  metadata: Record<string, MetadataScalar>,
  tensors: Record<string, number[]>,
): GgufHeader {
  return {
    path: name,
    name,
    fileBytes: 1,
    metadata: new Map(Object.entries({ 'general.architecture': 'phi3', ...metadata })),
    tensors: Object.entries(tensors).map(([name, dimensions]) => ({ name, dimensions, offset: 0 })),
  };
}

const lora = { 'general.type': 'adapter', 'adapter.type': 'lora' };
const model = header(
  'model.gguf',
  {},
  { 'blk.0.attn_output.weight': [128, 128], 'token_embd.weight': [128, 1000] },
);
const pair = (base: string, a: number[], b: number[]) => ({ [`${base}.lora_a`]: a, [`${base}.lora_b`]: b });

describe('parseAdapters', () => {
  it.each([
    ['tone.gguf', [{ path: 'tone.gguf', scale: 1 }]],
    ['/models/tone.gguf:0.5', [{ path: '/models/tone.gguf', scale: 0.5 }]],
    [
      'a.gguf:-1, C:\\b.gguf:2',
      [
        { path: 'a.gguf', scale: -1 },
        { path: 'C:\\b.gguf', scale: 2 },
      ],
    ],
    ['C:\\b.gguf', [{ path: 'C:\\b.gguf', scale: 1 }]],
  ])('reads "%s"', (setting, adapters) => {
    expect(parseAdapters(setting)).toEqual(adapters);
  });

  it.each(['', ' , ', ':0.5', 'a.gguf,'])('refuses "%s"', (setting) => {
    expect(() => parseAdapters(setting)).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});

describe('adaptedId', () => {
  it('differs from the model and between scales', () => {
    expect(adaptedId('phi-3', [])).toBe('phi-3');
    expect(adaptedId('phi-3', [{ path: '/m/tone.gguf', scale: 0.5 }])).toBe('phi-3+tone@0.5');
  });
});

describe('assertAdapterFits', () => {
  it('accepts pairs that fit the weights they change', () => {
    const adapter = header('tone.gguf', lora, {
      ...pair('blk.0.attn_output.weight', [128, 4], [4, 128]),
      ...pair('token_embd.weight', [4, 1000], [4, 128]),
    });
    expect(() => assertAdapterFits(adapter, model)).not.toThrow();
  });

  it.each<[string, GgufHeader, RegExp]>([
    ['a model', header('m.gguf', {}, {}), /not a LoRA adapter.*convert_lora_to_gguf/],
    ['a control vector', header('c.gguf', { ...lora, 'adapter.type': 'cvec' }, {}), /not a LoRA adapter/],
    [
      'another architecture',
      header('l.gguf', { ...lora, 'general.architecture': 'llama' }, {}),
      /architecture llama/,
    ],
    ['an empty one', header('e.gguf', lora, {}), /no weights/],
    [
      'half a pair',
      header('h.gguf', lora, { 'blk.0.attn_output.weight.lora_a': [128, 4] }),
      /no counterpart/,
    ],
    [
      'an unknown weight',
      header('u.gguf', lora, pair('blk.9.ffn_up.weight', [128, 4], [4, 128])),
      /does not have/,
    ],
    [
      'another size',
      header('s.gguf', lora, pair('blk.0.attn_output.weight', [64, 4], [4, 64])),
      /another size/,
    ],
  ])('refuses %s', (_, adapter, message) => {
    expect(() => assertAdapterFits(adapter, model)).toThrow(
      expect.objectContaining({ code: 'model_unsupported', message: expect.stringMatching(message) }),
    );
  });
});
