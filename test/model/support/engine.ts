import {
  EngineHost,
  type EngineOptions,
  type GenerateOptions,
  type GenerateRequest,
  type LaneCounters,
  type ModelOptions,
} from '#llm';

/** Machines that run tests may be slow and busy; loading llama.cpp alone can take seconds. */
export const ENGINE_TIMEOUT_MS = 180_000;

/** Random weights answer another prompt in another way, so that each run has to see the same ones. */
const SECRET = 'known to every run';

/** An engine on one thread of the CPU; what it prints is kept, for the test that wants to see it. */
export async function startEngine(
  model: Partial<ModelOptions> & { path: string },
  others: Partial<EngineOptions> = {},
): Promise<EngineHost> {
  return EngineHost.start(
    {
      gpu: 'cpu',
      threads: 1,
      model: { mode: 'full', sequences: 2, longContext: 0, promptSecret: SECRET, ...model },
      ...others,
    },
    () => {},
  );
}

/** One answer with its pieces. Without sources the question goes to the model as it is. */
export function ask(
  host: EngineHost,
  request: Partial<GenerateRequest>,
  { signal = new AbortController().signal, onText }: Partial<GenerateOptions> = {},
) {
  const pieces: string[] = [];
  const answer = host.generate(
    {
      question: 'Why is that so?',
      grounded: (request.sources?.length ?? 0) > 0,
      sources: [],
      maxTokens: 24,
      temperature: 0,
      priority: 'interactive',
      ...request,
    },
    {
      signal,
      onText: (piece) => {
        pieces.push(piece);
        onText?.(piece);
      },
    },
  );
  return { pieces, answer };
}

/** Sources of some length each, numbered from 1. */
export function sources(...texts: string[]) {
  return texts.map((text, i) => ({ n: i + 1, passageId: i + 1, title: `handbook-${i + 1}.md`, text }));
}

/** Resolves when the answer's first piece has come. */
export function whenStarted(host: EngineHost, request: Partial<GenerateRequest>) {
  const controller = new AbortController();
  let asked: ReturnType<typeof ask> | undefined;
  const started = new Promise<void>((resolve, reject) => {
    asked = ask(host, request, { signal: controller.signal, onText: () => resolve() });
    asked.answer.catch(reject);
  });
  return { started, cancel: () => controller.abort(), ...(asked as ReturnType<typeof ask>) };
}

/** The counters of the short lane. */
export async function countersOf(host: EngineHost): Promise<LaneCounters> {
  const stats = await host.stats();
  if (!stats?.lanes[0]) throw new Error('The engine is not there.');
  return stats.lanes[0].counters;
}
