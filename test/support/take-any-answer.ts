import type { LanguageThresholds, RefusalThresholds } from '#contracts';
import type { KotaeClient } from './kotae-client.js';

const early: LanguageThresholds = { coverage: 0.25, similarity: null, rerank: null, support: 0 };

/** For tests of tiny models, which say the same to everything: an answer then need not be founded on its sources. */
export async function takeAnyAnswer(client: KotaeClient, collection = 'default'): Promise<void> {
  const refusal: RefusalThresholds = { ja: early, en: { ...early, coverage: 0.28 } };
  const { status } = await client.request('PATCH', `/v1/collections/${collection}`, { json: { refusal } });
  if (status !== 200) throw new Error(`The thresholds could not be set: HTTP ${status}.`);
}
