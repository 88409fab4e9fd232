import { z } from 'zod';
import type { ModelServer } from './model-server.js';

/** What a server tells about itself and one of its models. */
export interface ServerFacts {
  /** Tokens that one request may take, prompt and answer together; null when the server does not tell. */
  contextSize: number | null;
  /** How it counts tokens for others: llama.cpp's and vLLM's `/tokenize` differ; null when it does not. */
  tokenizes: 'llama.cpp' | 'vllm' | null;
}

/**
 * Context that Ollama runs a model with when neither the model nor the request says otherwise
 * (https://github.com/ollama/ollama/blob/main/docs/faq.md); what the model was trained for is no promise.
 */
const OLLAMA_CONTEXT = 4096;

const llamaCppProps = z.looseObject({
  default_generation_settings: z.looseObject({ n_ctx: z.number().int().positive() }),
});
const ollamaShow = z.looseObject({
  parameters: z.string().nullish(),
  model_info: z.record(z.string(), z.unknown()),
});
const ollamaPs = z.looseObject({
  models: z.array(z.looseObject({ name: z.string(), context_length: z.number().int().positive().nullish() })),
});
const models = z.looseObject({
  data: z.array(
    z.looseObject({
      id: z.string(),
      /** vLLM. */
      max_model_len: z.number().int().positive().nullish(),
    }),
  ),
});
const lmStudioModel = z.looseObject({
  loaded_context_length: z.number().int().positive().nullish(),
  max_context_length: z.number().int().positive().nullish(),
});

/**
 * Asks a server what its model holds, in the ways of those that tell: vLLM in its list of models, llama.cpp's server,
 * Ollama and LM Studio in APIs of their own beside the compatible one.
 *
 * @throws GeneratorUnavailableError when the server cannot be reached or fails
 */
export async function askServer(server: ModelServer, model: string): Promise<ServerFacts> {
  const listed = models.safeParse(await server.ask('models')).data?.data.find(({ id }) => id === model);
  if (listed?.max_model_len) return { contextSize: listed.max_model_len, tokenizes: 'vllm' };
  const props = llamaCppProps.safeParse(await server.ask('/props')).data;
  if (props) return { contextSize: props.default_generation_settings.n_ctx, tokenizes: 'llama.cpp' };
  const ollama = ollamaShow.safeParse(await server.ask('/api/show', { model })).data;
  if (ollama) return { contextSize: await ollamaContext(server, model, ollama), tokenizes: null };
  const studio = lmStudioModel.safeParse(
    await server.ask(`/api/v0/models/${encodeURIComponent(model)}`),
  ).data;
  return {
    contextSize: studio?.loaded_context_length ?? studio?.max_context_length ?? null,
    tokenizes: null,
  };
}

/** The loaded model's context, else the one that it is configured with, else Ollama's own. */
async function ollamaContext(
  server: ModelServer,
  model: string,
  { parameters, model_info }: z.infer<typeof ollamaShow>,
): Promise<number> {
  const running = ollamaPs.safeParse(await server.ask('/api/ps')).data?.models ?? [];
  const loaded = running.find(({ name }) => name === model || name === `${model}:latest`)?.context_length;
  if (loaded) return loaded;
  const configured = /^num_ctx\s+(\d+)$/m.exec(parameters ?? '')?.[1];
  if (configured !== undefined) return Number(configured);
  const trained = Object.entries(model_info).find(([key]) => key.endsWith('.context_length'))?.[1];
  return typeof trained === 'number' ? Math.min(trained, OLLAMA_CONTEXT) : OLLAMA_CONTEXT;
}
