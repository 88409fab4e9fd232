import { type Adapter, parseAdapters } from '#llm';
import type { ModelSettings } from './model-settings.js';

/**
 * The LoRA adapters that the model is to run with.
 *
 * @throws DomainError `invalid_request` for a setting that cannot be read
 */
export function adaptersOf({ KOTAE_LORA: setting }: Pick<ModelSettings, 'KOTAE_LORA'>): Adapter[] {
  return setting === undefined ? [] : parseAdapters(setting);
}
