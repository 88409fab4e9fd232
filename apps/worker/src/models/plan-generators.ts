import { DomainError, type Fallback, type FallbackReason } from '#contracts';
import {
  adaptedId,
  findInstalledModel,
  type Generator,
  ExtractiveGenerator,
  LlamaGenerator,
  OpenAiGenerator,
  resolveModel,
  type EngineHost,
  type ResolvedModel,
} from '#llm';
import { adaptersOf } from './adapters-of.js';
import type { GeneratorKind } from './generator-kinds.js';
import { Generators } from './generators.js';
import type { ModelSettings } from './model-settings.js';
import { serverOptions } from './openai-settings.js';

/** Which generators there will be, before any model is loaded. */
export interface GeneratorPlan {
  /** Never empty. */
  order: GeneratorKind[];
  /** For `llama`; null when it is not in the order. */
  model: ResolvedModel | null;
  /** Set when the very first of the configured order is missing, and others stand in for it. */
  missing: Fallback | null;
}

/**
 * Decides the order: as configured, else the server whose model is named, else the model on disk, else none at all. Of
 * a configured order, `llama` is passed over when its model is not there and others come after it.
 *
 * @throws DomainError `model_not_found`, `invalid_request` when `openai` lacks its settings
 */
export async function planGenerators(config: ModelSettings): Promise<GeneratorPlan> {
  const { KOTAE_GENERATORS: configured, KOTAE_OPENAI_MODEL: served, modelsFolder: folder } = config;
  const order = configured ?? (served ? (['openai'] as const) : null);
  if (order?.includes('openai') && (!served || serverOptions(config) === null)) {
    throw new DomainError(
      'invalid_request',
      'Answers by "openai" need KOTAE_OPENAI_URL and KOTAE_OPENAI_MODEL.',
    );
  }
  if (order !== null && !order.includes('llama')) return { order: [...order], model: null, missing: null };
  try {
    const model = await chosenModel(config.KOTAE_MODEL, folder);
    if (order === null) return { order: [model ? 'llama' : 'extractive'], model, missing: null };
    if (model) return { order: [...order], model, missing: null };
    throw new DomainError('model_not_found', 'No Phi-3 is installed. Fetch it with: npm run models -- pull');
  } catch (error) {
    if (order === null || !isModelProblem(error)) throw error;
    return withoutLlama({ order: [...order], model: null, missing: null }, config.KOTAE_MODEL, error);
  }
}

/**
 * The plan without `llama`, whose model could not be had.
 *
 * @throws the error when nothing is left
 */
export function withoutLlama(
  plan: GeneratorPlan,
  name: string | undefined,
  error: DomainError,
): GeneratorPlan {
  const order = plan.order.filter((kind) => kind !== 'llama');
  if (order.length === 0) throw error;
  const reason: FallbackReason = error.code === 'model_not_found' ? 'not_installed' : 'load_failed';
  const missing = plan.order[0] === 'llama' ? { from: plan.model?.id ?? name ?? 'llama', reason } : null;
  return { order, model: null, missing };
}

/** Whether a model is at fault, and not the disk or the program. */
export function isModelProblem(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code.startsWith('model_');
}

/** The generators of a plan, over the engine that runs its model. */
export function openGenerators(
  { order, model, missing }: GeneratorPlan,
  engine: EngineHost | null,
  config: ModelSettings,
): Generators {
  const [first, ...others] = order.flatMap((kind): Generator[] => {
    if (kind === 'extractive') return [new ExtractiveGenerator()];
    if (kind === 'openai') return openServed(config);
    if (engine === null || model === null) return [];
    return [new LlamaGenerator(engine, { id: adaptedId(model.id, adaptersOf(config)) })];
  });
  if (!first) throw new Error('a plan has at least one generator');
  return new Generators(first, others, missing);
}

function openServed(config: ModelSettings): Generator[] {
  const server = serverOptions(config);
  if (server === null) return [];
  const contextSize = config.KOTAE_OPENAI_CONTEXT;
  return (config.KOTAE_OPENAI_MODEL ?? []).map((model) => {
    const generator = new OpenAiGenerator({
      ...server,
      model,
      concurrency: config.KOTAE_OPENAI_CONCURRENCY,
      ...(contextSize !== undefined && { contextSize }),
      ...(config.KOTAE_PROMPT_SECRET !== undefined && { promptSecret: config.KOTAE_PROMPT_SECRET }),
    });
    void generator.learn();
    return generator;
  });
}

function chosenModel(reference: string | undefined, folder: string): Promise<ResolvedModel | null> {
  return reference === undefined
    ? findInstalledModel('generator', { folder })
    : resolveModel(reference, 'generator', { folder });
}
