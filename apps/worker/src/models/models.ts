import { Logger } from '@nestjs/common';
import type { WorkerStatus } from '#contracts';
import {
  EngineHost,
  ExtractiveGenerator,
  findInstalledModel,
  LlamaGenerator,
  LlamaReranker,
  resolveModel,
  type EngineOptions,
  type Generator,
  type ModelKind,
  type ResolvedModel,
} from '#llm';
import type { Embedders } from './embedders.js';
import { Generators } from './generators.js';
import type { ModelSettings } from './model-settings.js';
import { embeddingOptions, openEmbedders } from './open-embedders.js';

/** Tokens of question and passage together; passages have some 400, and longer ones are judged in pieces. */
const RANKING_CONTEXT = 1024;

/** The generators and the embedders of this worker, with the engine process behind them where there is one. */
export class Models {
  private constructor(
    readonly generators: Generators,
    readonly embedders: Embedders,
    /** Null when none is configured. */
    readonly reranker: LlamaReranker | null,
    private readonly engine: EngineHost | null,
  ) {}

  /**
   * Opens what is configured, else what is on disk, else what needs no model at all.
   * @throws DomainError that names the remedy when a configured model is missing or cannot be loaded.
   */
  static async open(config: ModelSettings): Promise<Models> {
    const [model, embeddings, ranking] = await Promise.all([
      choose(config, 'generator', config.KOTAE_MODEL),
      chooseEmbedders(config),
      chooseReranker(config),
    ]);
    const any = model !== null || embeddings.length > 0 || ranking !== null;
    const engine = any ? await startEngine(config, model, embeddings, ranking) : null;
    return new Models(
      new Generators(
        engine && model ? new LlamaGenerator(engine, { id: model.id }) : new ExtractiveGenerator(),
      ),
      await openEmbedders(engine, embeddings, config),
      engine && ranking ? new LlamaReranker(engine, ranking.id) : null,
      engine,
    );
  }

  /** The one that answers questions that name no model. */
  get generator(): Generator {
    return this.generators.first;
  }

  /** For the worker's status and its first line in the log. */
  describe(): Pick<WorkerStatus, 'generator' | 'generators' | 'embedder' | 'embedders' | 'retrievers'> {
    const generators = this.generators.describe();
    const embedders = this.embedders
      .list()
      .map(({ id, dimensions, note }) => ({ id, dimensions, ...(note !== undefined && { note }) }));
    const embedder = embedders[0]!;
    return {
      generator: generators[0]!,
      generators,
      embedder,
      embedders,
      retrievers: ['bm25-words-bigrams', embedder.id, ...(this.reranker ? [this.reranker.id] : [])],
    };
  }

  get summary(): string {
    const { generator, embedder } = this.describe();
    const reranking = this.reranker ? `, reranked by ${this.reranker.id}` : '';
    const lanes = generator.lanes.map(
      ({ name, sequences, contextSize }) => `${name} lane ${sequences} × ${contextSize} tokens`,
    );
    const note = generator.note === undefined ? '' : `. ${generator.note}`;
    return `answers by ${generator.id} (${lanes.join(', ')}), embeddings by ${embedder.id}${reranking}${note}`;
  }

  async close(): Promise<void> {
    await this.generators.close();
    await this.embedders.close();
    await this.engine?.close();
  }
}

/** The embedding models to load, the preferred one first. */
async function chooseEmbedders(config: ModelSettings): Promise<ResolvedModel[]> {
  const references = config.KOTAE_EMBEDDER?.split(',').map((reference) => reference.trim()) ?? [undefined];
  const chosen = await Promise.all(references.map((reference) => choose(config, 'embedder', reference)));
  return chosen.flatMap((model) => model ?? []);
}

/**
 * The reranker, for workers that search. One that merely lies on the disk is not used: on a CPU it would take its
 * whole time at every search and decide nothing.
 */
async function chooseReranker(config: ModelSettings): Promise<ResolvedModel | null> {
  const { KOTAE_RERANKER: reference, modelsFolder: folder } = config;
  if (reference === undefined || !config.KOTAE_ROLES.includes('answer')) return null;
  return resolveModel(reference, 'reranker', { folder });
}

async function choose(
  { modelsFolder: folder }: ModelSettings,
  kind: ModelKind,
  configured: string | undefined,
): Promise<ResolvedModel | null> {
  return configured === undefined
    ? findInstalledModel(kind, { folder })
    : resolveModel(configured, kind, { folder });
}

function startEngine(
  config: ModelSettings,
  model: ResolvedModel | null,
  embeddings: ResolvedModel[],
  ranking: ResolvedModel | null,
): Promise<EngineHost> {
  const log = new Logger('engine');
  const answers = config.KOTAE_ROLES.includes('answer');
  const options: EngineOptions = {
    gpu: config.KOTAE_GPU,
    threads: config.KOTAE_THREADS,
    hangMs: config.KOTAE_ENGINE_HANG_MS,
    ...(model && {
      model: {
        path: model.path,
        // A worker that only ingests needs the tokenizer, not the weights.
        mode: answers ? 'full' : 'tokenizer',
        sequences: config.KOTAE_SEQUENCES,
        longContext: config.KOTAE_LONG_CONTEXT,
        ...(config.KOTAE_KV_CACHE === 'q8_0' && { cacheType: 'q8_0' as const }),
        promptSecret: config.KOTAE_PROMPT_SECRET,
        promptLookup: config.KOTAE_PROMPT_LOOKUP === 'on',
      },
    }),
    ...(ranking && { ranking: { path: ranking.path, contextSize: RANKING_CONTEXT } }),
    embeddings: embeddings.map((embedding, place) => embeddingOptions(embedding, place, config)),
  };
  log.log(`loading ${[model, ...embeddings, ranking].flatMap((chosen) => chosen?.id ?? []).join(' and ')}`);
  return EngineHost.start(options, (line) => log.log(line));
}
