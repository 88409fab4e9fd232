import { DomainError } from '#contracts';
import type { GgufHeader } from '../memory/gguf-header.js';

/**
 * Checks by the headers that an adapter can be applied to a model, before either is loaded: llama.cpp would say no
 * more than that it failed. The shapes are what llama.cpp itself asks for (src/llama-adapter.cpp).
 *
 * @throws DomainError `model_unsupported`
 */
export function assertAdapterFits(adapter: GgufHeader, model: GgufHeader): void {
  const refuse = (why: string, remedy: string): never => {
    throw new DomainError(
      'model_unsupported',
      `${adapter.name} cannot be applied to ${model.name}: ${why}. ${remedy}`,
    );
  };
  const kind = [adapter.metadata.get('general.type'), adapter.metadata.get('adapter.type')].join(' ');
  if (kind !== 'adapter lora') {
    refuse('it is not a LoRA adapter', 'KOTAE_LORA takes what convert_lora_to_gguf.py of llama.cpp makes.');
  }
  const other = 'Use the model that it was trained on, or train it on this one.';
  const [its, models] = [adapter, model].map(({ metadata }) => String(metadata.get('general.architecture')));
  if (its !== models) refuse(`it is made for the architecture ${its}, and the model's is ${models}`, other);
  const tensors = new Map(model.tensors.map((tensor) => [tensor.name, tensor.dimensions]));
  const found = new Map(adapter.tensors.map((tensor) => [tensor.name, tensor.dimensions]));
  if (found.size === 0) refuse('it holds no weights', 'Convert it again.');
  for (const name of found.keys()) {
    const base = name.replace(/\.lora_[ab]$/, '');
    const [a, b, whole] = [found.get(`${base}.lora_a`), found.get(`${base}.lora_b`), tensors.get(base)];
    if (base === name || a === undefined || b === undefined)
      refuse(`its weight ${name} has no counterpart`, 'Convert it again.');
    if (whole === undefined) refuse(`it changes ${base}, which the model does not have`, other);
    if (!fits(base, a!, b!, whole!))
      refuse(`its weights for ${base} have another size than the model's`, other);
  }
}

function fits(name: string, a: readonly number[], b: readonly number[], whole: readonly number[]): boolean {
  // For the token table A and B change places.
  if (name === 'token_embd.weight') return whole[0] === b[1] && whole[1] === a[1];
  return whole[0] === a[0] && whole[1] === b[1] && a[1] === b[0];
}
