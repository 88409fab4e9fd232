import { Logger } from '@nestjs/common';
import type { WorkerStatus } from '#contracts';
import {
  EngineHost,
  LlamaReranker,
  resolveModel,
  type EngineOptions,
  type Generator,
  type Machine,
  type ResolvedModel,
} from '#llm';
import type { WorkerReading } from '../metrics/worker-gauges.js';
import type { Embedders } from './embedders.js';
import type { Generators } from './generators.js';
import { adaptersOf } from './adapters-of.js';
import type { ModelSettings } from './model-settings.js';
import { chooseEmbedders, embeddingOptions, openEmbedders } from './open-embedders.js';
import {
  type GeneratorPlan,
  isModelProblem,
  openGenerators,
  planGenerators,
  withoutLlama,
} from './plan-generators.js';

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
    const [planned, references, ranking] = await Promise.all([
      planGenerators(config),
      chooseEmbedders(config),
      chooseReranker(config),
    ]);
    const { engine, plan } = await startPlanned(config, planned, references.onDisk, ranking);
    return new Models(
      openGenerators(plan, engine, config),
      await openEmbedders(engine, references, config),
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

  /** What a model might take on this worker's device; null when the engine has not said, as it runs no Phi-3. */
  get machine(): Machine | null {
    return this.engine?.info.memory?.machine ?? null;
  }

  /** What the engine does and has done. */
  async engineReading(): Promise<Pick<WorkerReading, 'engine' | 'engineCrashes'>> {
    return { engine: (await this.engine?.stats()) ?? null, engineCrashes: this.engine?.crashes ?? 0 };
  }

  get summary(): string {
    const { generator, generators, embedder } = this.describe();
    const others = generators.slice(1).map(({ id }) => id);
    const then = others.length > 0 ? `, else by ${others.join(', ')}` : '';
    const reranking = this.reranker ? `, reranked by ${this.reranker.id}` : '';
    const lanes = generator.lanes.map(
      ({ name, sequences, contextSize }) => `${name} lane ${sequences} × ${contextSize} tokens`,
    );
    const note = generator.note === undefined ? '' : `. ${generator.note}`;
    return `answers by ${generator.id} (${lanes.join(', ')})${then}, embeddings by ${embedder.id}${reranking}${note}`;
  }

  async close(): Promise<void> {
    await this.generators.close();
    await this.embedders.close();
    await this.engine?.close();
  }
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

/** Starts the engine, without the model that answers when that one cannot be loaded and others may stand in for it. */
async function startPlanned(
  config: ModelSettings,
  plan: GeneratorPlan,
  embeddings: ResolvedModel[],
  ranking: ResolvedModel | null,
): Promise<{ engine: EngineHost | null; plan: GeneratorPlan }> {
  const start = async (model: ResolvedModel | null) =>
    model !== null || embeddings.length > 0 || ranking !== null
      ? startEngine(config, model, embeddings, ranking)
      : null;
  try {
    return { engine: await start(plan.model), plan };
  } catch (error) {
    if (plan.model === null || !isModelProblem(error)) throw error;
    const rest = withoutLlama(plan, config.KOTAE_MODEL, error);
    new Logger('models').warn(`${error.message} Answers are by ${rest.order.join(', ')}.`);
    return { engine: await start(null), plan: rest };
  }
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
        adapters: adaptersOf(config),
        ...(config.KOTAE_KV_CACHE !== 'auto' && { cacheType: config.KOTAE_KV_CACHE }),
        promptSecret: config.KOTAE_PROMPT_SECRET,
        promptLookup: config.KOTAE_PROMPT_LOOKUP === 'on',
        ...(config.KOTAE_PREFIX_DIR !== undefined && {
          prefixes: { folder: config.KOTAE_PREFIX_DIR, bytes: config.KOTAE_PREFIX_MB * 1e6 },
        }),
      },
    }),
    ...(ranking && { ranking: { path: ranking.path, contextSize: RANKING_CONTEXT } }),
    embeddings: embeddings.map((embedding, place) => embeddingOptions(embedding, place, config)),
  };
  log.log(`loading ${[model, ...embeddings, ranking].flatMap((chosen) => chosen?.id ?? []).join(' and ')}`);
  return EngineHost.start(options, (line) => log.log(line));
}
