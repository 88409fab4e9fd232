import { Logger } from '@nestjs/common';
import type { WorkerStatus } from '#contracts';
import {
  EngineHost,
  ExtractiveGenerator,
  findInstalledModel,
  HashedEmbedder,
  LlamaEmbedder,
  LlamaGenerator,
  resolveModel,
  type Embedder,
  type EngineOptions,
  type Generator,
  type ModelKind,
  type ResolvedModel,
} from '#llm';
import type { WorkerConfig } from '../config.js';
import { Embedders } from './embedders.js';

/** Tokens of the longest passage that an embedding model reads in one go; passages have some 400. */
const EMBEDDING_CONTEXT = 1024;

/** What decides which models there are and how they run. */
export type ModelSettings = Pick<
  WorkerConfig,
  | 'modelsFolder'
  | 'KOTAE_MODEL'
  | 'KOTAE_EMBEDDER'
  | 'KOTAE_ROLES'
  | 'KOTAE_GPU'
  | 'KOTAE_THREADS'
  | 'KOTAE_SEQUENCES'
  | 'KOTAE_LONG_CONTEXT'
>;

/** The generator and the embedders of this worker, with the engine process behind them where there is one. */
export class Models {
  private constructor(
    readonly generator: Generator,
    readonly embedders: Embedders,
    private readonly engine: EngineHost | null,
  ) {}

  /**
   * Opens what is configured, else what is on disk, else what needs no model at all.
   * @throws DomainError that names the remedy when a configured model is missing or cannot be loaded.
   */
  static async open(config: ModelSettings): Promise<Models> {
    const [model, embedding] = await Promise.all([
      choose(config, 'generator', config.KOTAE_MODEL),
      choose(config, 'embedder', config.KOTAE_EMBEDDER),
    ]);
    const engine = model || embedding ? await startEngine(config, model, embedding) : null;
    const hashed = new HashedEmbedder();
    return new Models(
      engine && model ? new LlamaGenerator(engine, { id: model.id }) : new ExtractiveGenerator(),
      new Embedders(engine && embedding ? toEmbedder(engine, embedding) : hashed, [hashed]),
      engine,
    );
  }

  /** For the worker's status and its first line in the log. */
  describe(): Pick<WorkerStatus, 'generator' | 'embedder' | 'retrievers'> {
    const { model, lanes } = this.generator.info();
    const { id, dimensions, note } = this.embedders.preferred;
    return {
      generator: { ...model, lanes },
      embedder: { id, dimensions, ...(note !== undefined && { note }) },
      retrievers: ['bm25-words-bigrams', id],
    };
  }

  get summary(): string {
    const { generator, embedder } = this.describe();
    const lanes = generator.lanes.map(
      ({ name, sequences, contextSize }) => `${name} lane ${sequences} × ${contextSize} tokens`,
    );
    const note = generator.note === undefined ? '' : `. ${generator.note}`;
    return `answers by ${generator.id} (${lanes.join(', ')}), embeddings by ${embedder.id}${note}`;
  }

  async close(): Promise<void> {
    await this.generator.close();
    await this.embedders.close();
    await this.engine?.close();
  }
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
  embedding: ResolvedModel | null,
): Promise<EngineHost> {
  const log = new Logger('engine');
  const answers = config.KOTAE_ROLES.includes('answer');
  const options: EngineOptions = {
    gpu: config.KOTAE_GPU,
    threads: config.KOTAE_THREADS,
    ...(model && {
      model: {
        path: model.path,
        // A worker that only ingests needs the tokenizer, not the weights.
        mode: answers ? 'full' : 'tokenizer',
        sequences: config.KOTAE_SEQUENCES,
        longContext: config.KOTAE_LONG_CONTEXT,
      },
    }),
    ...(embedding && { embedding: { path: embedding.path, contextSize: EMBEDDING_CONTEXT } }),
  };
  log.log(`loading ${[model, embedding].flatMap((chosen) => chosen?.id ?? []).join(' and ')}`);
  return EngineHost.start(options, (line) => log.log(line));
}

function toEmbedder(engine: EngineHost, { id, entry }: ResolvedModel): Embedder {
  const traits = entry?.kind === 'embedder' ? entry : { queryPrefix: '', passagePrefix: '' };
  return new LlamaEmbedder(engine, {
    id,
    queryPrefix: traits.queryPrefix,
    passagePrefix: traits.passagePrefix,
  });
}
