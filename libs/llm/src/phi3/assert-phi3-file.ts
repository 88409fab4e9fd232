import { DomainError } from '#contracts';
import { type GgufHeader, numberOf } from '../memory/gguf-header.js';

/** Context up to which a Phi-3 without LongRoPE was trained, and its short factors hold. */
const ORIGINAL_CONTEXT = 4096;

/** llama.cpp's names for the family: mini, medium and 3.5-mini; the mixture of experts. */
const ARCHITECTURES = new Set(['phi3', 'phimoe']);

const LIST = '`npm run models -- list` shows models that work.';

/**
 * Checks by its header that a file is a model that answers can be made with, before gigabytes are loaded.
 *
 * @throws DomainError `model_unsupported` that says why it is none, and what to use instead
 */
export function assertPhi3File(header: GgufHeader): void {
  const { metadata, name } = header;
  const refuse = (why: string, instead: string): never => {
    throw new DomainError('model_unsupported', `${name} cannot make answers: ${why}. ${instead}`);
  };
  const architecture = String(metadata.get('general.architecture') ?? 'unnamed');
  const title = [metadata.get('general.name'), metadata.get('general.basename'), name].join(' ');
  if (metadata.get('general.type') === 'adapter') {
    refuse(
      'it is a LoRA adapter, not a model',
      'Set KOTAE_MODEL to the model that it was trained on, and KOTAE_LORA to this file.',
    );
  }
  if (architecture === 'clip' || metadata.get('general.type') === 'mmproj') {
    refuse(
      'it is the picture encoder of a vision model, and Kotae reads text',
      `Use Phi-3.5 mini, the text model of the same generation; ${LIST}`,
    );
  }
  if (/phi[-_ ]?3.*vision/i.test(title)) {
    refuse(
      'it is a vision model; llama.cpp does not run Phi-3-vision, and Kotae reads text',
      `Use Phi-3.5 mini, the text model of the same generation; ${LIST}`,
    );
  }
  if (/phi[-_ ]?3[-_ ]?small\b/i.test(title) || architecture === 'phi3small') {
    refuse(
      'Phi-3-small attends by blocks (blocksparse attention) and has a vocabulary of its own, which llama.cpp does not run',
      `Use Phi-3 mini, or Phi-3 medium for better answers; ${LIST}`,
    );
  }
  if (!ARCHITECTURES.has(architecture)) {
    refuse(
      `its architecture is "${architecture}", and prompts are built from Phi-3's control tokens`,
      `Use a Phi-3 or Phi-3.5 GGUF; ${LIST}`,
    );
  }
}

/**
 * Longest context that a model computes rightly, in tokens. GGUFs of the 128k models that were made before llama.cpp
 * knew LongRoPE (July 2024) lack its factors and are wrong beyond the original context.
 */
export function rightContext(header: GgufHeader): number {
  const context = statedContext(header);
  return hasLongRope(header) ? context : Math.min(context, originalContext(header));
}

/** What the user should know about a file that works; empty when there is nothing. */
export function warningsAbout(header: GgufHeader): string[] {
  const context = statedContext(header);
  if (context <= ORIGINAL_CONTEXT) return [];
  const remedy =
    'It was probably converted before July 2024: fetch a newer conversion (`npm run models -- list`), or convert the model again with a current llama.cpp.';
  if (!hasLongRope(header)) {
    return [
      `${header.name} states a context of ${context} tokens but has no LongRoPE factors, so it is wrong beyond ${originalContext(header)} and gets no long lane. ${remedy}`,
    ];
  }
  if (statedOriginalContext(header) === undefined) {
    return [
      `${header.name} has LongRoPE factors but does not state rope.scaling.original_context_length; llama.cpp would take its whole context for the original one and apply the short factors everywhere, so that long prompts are answered wrongly. It is read as ${ORIGINAL_CONTEXT}, as Microsoft's models have it. ${remedy}`,
    ];
  }
  return [];
}

/** What to tell llama.cpp about a file that does not say it itself: where the short factors end. */
export function missingMetadata(header: GgufHeader): Record<string, object> | undefined {
  if (!hasLongRope(header) || statedOriginalContext(header) !== undefined) return undefined;
  const architecture = String(header.metadata.get('general.architecture'));
  return { [architecture]: { rope: { scaling: { original_context_length: ORIGINAL_CONTEXT } } } };
}

function statedContext(header: GgufHeader): number {
  return keyed(header, 'context_length') ?? ORIGINAL_CONTEXT;
}

function statedOriginalContext(header: GgufHeader): number | undefined {
  return keyed(header, 'rope.scaling.original_context_length');
}

function originalContext(header: GgufHeader): number {
  return statedOriginalContext(header) ?? ORIGINAL_CONTEXT;
}

function keyed(header: GgufHeader, key: string): number | undefined {
  return numberOf(header, `${String(header.metadata.get('general.architecture'))}.${key}`);
}

function hasLongRope({ tensors }: GgufHeader): boolean {
  return ['long', 'short'].every((kind) =>
    tensors.some(({ name }) => name.endsWith(`rope_factors_${kind}.weight`)),
  );
}
