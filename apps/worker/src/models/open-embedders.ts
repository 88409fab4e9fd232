import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { DomainError } from '#contracts';
import {
  type Embedder,
  type EmbeddingOptions,
  type EngineHost,
  findInstalledModel,
  HashedEmbedder,
  LlamaEmbedder,
  OpenAiEmbedder,
  type OpenAiEmbedderOptions,
  resolveModel,
  type ResolvedModel,
  verifyModel,
} from '#llm';
import { Embedders } from './embedders.js';
import type { ModelSettings } from './model-settings.js';
import { serverOptions } from './openai-settings.js';

/** Most tokens that an embedding model reads in one go; passages have some 400. */
const EMBEDDING_CONTEXT = 1024;

/** What an embedder on the OpenAI-compatible server is called in KOTAE_EMBEDDER, before its name there. */
const SERVED = 'openai:';
/** Between looks at a server that is not there yet. */
const LOOK_AGAIN_MS = 5000;

/** The embedders to open, in order: files for the engine, and names on the server. */
export interface ChosenEmbedders {
  order: (ResolvedModel | { served: string })[];
  /** The files among them. */
  onDisk: ResolvedModel[];
}

/** The embedders that are configured, the preferred one first, else the best one on disk. */
export async function chooseEmbedders(config: ModelSettings): Promise<ChosenEmbedders> {
  const folder = config.modelsFolder;
  const references = config.KOTAE_EMBEDDER?.split(',').map((reference) => reference.trim());
  if (references === undefined) {
    const installed = await findInstalledModel('embedder', { folder });
    const onDisk = installed ? [installed] : [];
    return { order: onDisk, onDisk };
  }
  const order = await Promise.all(
    references.map(async (reference) =>
      reference.startsWith(SERVED)
        ? { served: reference.slice(SERVED.length) }
        : resolveModel(reference, 'embedder', { folder }),
    ),
  );
  return { order, onDisk: order.flatMap((chosen) => ('served' in chosen ? [] : [chosen])) };
}

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
 * The embedders in their order; the first is preferred, and the built-in one comes last.
 *
 * @throws DomainError `model_checksum_mismatch` when a file is not what its name says
 */
export async function openEmbedders(
  engine: EngineHost | null,
  { order, onDisk }: ChosenEmbedders,
  settings: ModelSettings,
): Promise<Embedders> {
  const hashed = new HashedEmbedder();
  const [preferred = hashed, ...others] = await Promise.all(
    order.map((chosen, place): Promise<Embedder> => {
      if ('served' in chosen) return openServed(chosen.served, place, settings);
      if (engine === null) throw new Error('an embedding model has an engine');
      const prefixes = place === 0 ? settings : {};
      return openEmbedder(engine, chosen, onDisk.indexOf(chosen), prefixes);
    }),
  );
  return new Embedders(preferred, [hashed, ...others]);
}

/** Waits for the server for as long as it takes: nothing can be searched without its vectors. */
async function openServed(model: string, place: number, settings: ModelSettings): Promise<Embedder> {
  const server = serverOptions(settings);
  if (server === null) {
    throw new DomainError('invalid_request', `The embedder "${SERVED}${model}" needs KOTAE_OPENAI_URL.`);
  }
  const { KOTAE_EMBEDDER_QUERY_PREFIX: query, KOTAE_EMBEDDER_PASSAGE_PREFIX: passage } = settings;
  const options: OpenAiEmbedderOptions = {
    ...server,
    model,
    queryPrefix: (place === 0 ? query : undefined) ?? '',
    passagePrefix: (place === 0 ? passage : undefined) ?? '',
  };
  const log = new Logger('embedder');
  for (;;) {
    try {
      return await OpenAiEmbedder.open(options);
    } catch (error) {
      if (!(error instanceof DomainError) || !error.retryable) throw error;
      log.warn(`${error.message} Waiting for it.`);
      await pause(LOOK_AGAIN_MS);
    }
  }
}

async function openEmbedder(
  engine: EngineHost,
  { id, path, entry }: ResolvedModel,
  place: number,
  prefixes: Pick<Partial<ModelSettings>, 'KOTAE_EMBEDDER_QUERY_PREFIX' | 'KOTAE_EMBEDDER_PASSAGE_PREFIX'>,
): Promise<LlamaEmbedder> {
  const { sha256, ok, expectedSha256 } = await verifyModel({ id, path, entry });
  if (!ok) {
    throw new DomainError(
      'model_checksum_mismatch',
      `The embedding model at ${path} is not the file that ${id} names (SHA-256 ${sha256} instead of ${expectedSha256}), so its vectors would be of no use. Delete it and fetch it with: npm run models -- pull ${id}`,
    );
  }
  const traits = entry?.kind === 'embedder' ? entry : { queryPrefix: '', passagePrefix: '' };
  const { KOTAE_EMBEDDER_QUERY_PREFIX: query, KOTAE_EMBEDDER_PASSAGE_PREFIX: passage } = prefixes;
  return new LlamaEmbedder(engine, place, {
    name: id,
    sha256,
    queryPrefix: query ?? traits.queryPrefix,
    passagePrefix: passage ?? traits.passagePrefix,
  });
}
