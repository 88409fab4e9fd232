import { DomainError } from '#contracts';
import { rightContext } from '../phi3/assert-phi3-file.js';
import { type GgufHeader, numberOf } from './gguf-header.js';
import type { ModelShape } from './model-shape.js';

/**
 * The shape of a model of Phi-3's architectures, from the header of its file.
 *
 * @throws DomainError `model_load_failed` for a header that lacks what every such model has
 */
export function shapeOfHeader(header: GgufHeader): ModelShape {
  const architecture = String(header.metadata.get('general.architecture'));
  const required = (key: string): number => {
    const value = numberOf(header, `${architecture}.${key}`);
    if (value !== undefined && value > 0) return value;
    throw new DomainError(
      'model_load_failed',
      `${header.name} does not say its ${architecture}.${key}. Fetch the model again, or another conversion of it.`,
    );
  };
  const width = required('embedding_length');
  const heads = required('attention.head_count');
  const experts = numberOf(header, `${architecture}.expert_used_count`) ?? 1;
  return {
    layers: required('block_count'),
    width,
    feedForward: required('feed_forward_length') * Math.max(1, experts),
    keyValueHeads: numberOf(header, `${architecture}.attention.head_count_kv`) ?? heads,
    headSize: width / heads,
    vocabulary: header.tensors.find(({ name }) => name === 'token_embd.weight')?.dimensions[1] ?? 0,
    contextSize: rightContext(header),
    weights: weightsOf(header),
  };
}

/** A tensor reaches to where the next one begins, whatever its number format is. */
function weightsOf({ tensors, fileBytes }: GgufHeader): ModelShape['weights'] {
  const weights = { embedding: 0, layers: 0, output: 0 };
  const inOrder = tensors.toSorted((a, b) => a.offset - b.offset);
  for (const [i, { name, offset }] of inOrder.entries()) {
    const bytes = (inOrder[i + 1]?.offset ?? fileBytes) - offset;
    if (name === 'token_embd.weight') weights.embedding += bytes;
    else if (name.startsWith('blk.')) weights.layers += bytes;
    else weights.output += bytes;
  }
  return weights;
}
