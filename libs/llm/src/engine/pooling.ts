import { DomainError } from '#contracts';
import { type GgufHeader, numberOf } from '../memory/gguf-header.js';

/** How the vectors of a text's tokens become one: the first token's, their mean, or the last token's. */
export type Pooling = 'cls' | 'mean' | 'last';

/** Numbers of llama.cpp's `pooling_type`, the metadata key in which a GGUF names its own. */
const numbers: Record<Pooling, number> = { mean: 1, cls: 2, last: 3 };

/** The pooling that a GGUF file declares; null when it declares none, or one that makes no single vector. */
export function declaredPooling(header: GgufHeader): Pooling | null {
  const declared = numberOf(header, `${architectureOf(header)}.pooling_type`);
  return (Object.keys(numbers) as Pooling[]).find((name) => numbers[name] === declared) ?? null;
}

/**
 * The metadata to override so that the file is pooled as wanted; undefined when it says so itself. llama.cpp would
 * take the last token's vector of a file that declares nothing, whatever the model was trained for.
 *
 * @throws DomainError `model_unsupported` when neither the file nor the setting says how to pool
 */
export function poolingOverride(
  header: GgufHeader,
  wanted: Pooling | undefined,
): Record<string, { pooling_type: number }> | undefined {
  const declared = declaredPooling(header);
  if (wanted === undefined && declared === null) {
    throw new DomainError(
      'model_unsupported',
      'The file does not say how its token vectors become one. If it is an embedding model, set KOTAE_EMBEDDER_POOLING to cls, mean or last, as its model card says.',
    );
  }
  if (wanted === undefined || wanted === declared) return undefined;
  return { [architectureOf(header)]: { pooling_type: numbers[wanted] } };
}

function architectureOf({ metadata }: GgufHeader): string {
  return String(metadata.get('general.architecture'));
}
