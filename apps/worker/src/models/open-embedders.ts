import { DomainError } from '#contracts';
import {
  type EmbeddingOptions,
  type EngineHost,
  HashedEmbedder,
  LlamaEmbedder,
  type ResolvedModel,
  verifyModel,
} from '#llm';
import { Embedders } from './embedders.js';
import type { ModelSettings } from './model-settings.js';

/** Most tokens that an embedding model reads in one go; passages have some 400. */
const EMBEDDING_CONTEXT = 1024;

/**
 * How the engine is to load an embedding model: as its model card says, except where the settings say otherwise.
 * The settings are about the first model; others follow the catalogue.
 */
export function embeddingOptions(
  { path, entry }: ResolvedModel,
  place: number,
  settings: ModelSettings,
): EmbeddingOptions {
  const traits = entry?.kind === 'embedder' ? entry : null;
  const pooling = (place === 0 ? settings.KOTAE_EMBEDDER_POOLING : undefined) ?? traits?.pooling;
  const contextSize = Math.min(EMBEDDING_CONTEXT, entry?.contextSize ?? EMBEDDING_CONTEXT);
  return { path, contextSize, ...(pooling && { pooling }) };
}

/**
 * The embedders over the engine's models, in their order; the first is preferred, and the built-in one comes last.
 *
 * @throws DomainError `model_checksum_mismatch` when a file is not what its name says
 */
export async function openEmbedders(
  engine: EngineHost | null,
  models: ResolvedModel[],
  settings: ModelSettings,
): Promise<Embedders> {
  const hashed = new HashedEmbedder();
  if (engine === null) return new Embedders(hashed, []);
  const [preferred = hashed, ...others] = await Promise.all(
    models.map((model, place) => openEmbedder(engine, model, place, settings)),
  );
  return new Embedders(preferred, [hashed, ...others]);
}

async function openEmbedder(
  engine: EngineHost,
  { id, path, entry }: ResolvedModel,
  place: number,
  settings: ModelSettings,
): Promise<LlamaEmbedder> {
  const { sha256, ok, expectedSha256 } = await verifyModel({ id, path, entry });
  if (!ok) {
    throw new DomainError(
      'model_checksum_mismatch',
      `The embedding model at ${path} is not the file that ${id} names (SHA-256 ${sha256} instead of ${expectedSha256}), so its vectors would be of no use. Delete it and fetch it with: npm run models -- pull ${id}`,
    );
  }
  const traits = entry?.kind === 'embedder' ? entry : { queryPrefix: '', passagePrefix: '' };
  const { KOTAE_EMBEDDER_QUERY_PREFIX: query, KOTAE_EMBEDDER_PASSAGE_PREFIX: passage } = settings;
  return new LlamaEmbedder(engine, place, {
    name: id,
    sha256,
    queryPrefix: (place === 0 ? query : undefined) ?? traits.queryPrefix,
    passagePrefix: (place === 0 ? passage : undefined) ?? traits.passagePrefix,
  });
}
