import type { Llama, LlamaModel } from 'node-llama-cpp';
import { DomainError } from '#contracts';
import { memoryNeed } from '../memory/memory-need.js';
import type { Machine, MemoryPlan } from '../memory/memory-plan.js';
import { planAfterFailure, planMemory } from '../memory/plan-memory.js';
import { gibibytes, planInWords, planTable } from '../memory/plan-table.js';
import type { GgufHeader } from '../memory/gguf-header.js';
import type { ModelShape } from '../memory/model-shape.js';
import { shapeOfHeader } from '../memory/shape-of-header.js';
import { missingMetadata } from '../phi3/assert-phi3-file.js';
import type { Gpu, ModelOptions } from './engine-options.js';
import { freeMemory } from './free-memory.js';
import { type LaneEvents, Lanes } from './lanes.js';
import { loadModel } from './load-model.js';
import { openPrefixes } from './open-prefixes.js';
import type { EngineMemory } from './protocol.js';

/** A model with its lanes, and the plan that they were made by. */
export interface OpenPhi3 {
  model: LlamaModel;
  lanes: Lanes;
  shape: ModelShape;
  plan: MemoryPlan;
  /** What might be used when it was planned. */
  machine: Machine;
}

/**
 * Loads a model and allocates its lanes by a plan, and by a smaller one when an allocation fails that should have
 * fitted; every step is said, and there are few of them. `besides`: bytes of the models that are loaded already;
 * `givenUp`: plans that earlier processes tried in vain.
 *
 * @throws DomainError `model_load_failed` when not even the smallest plan works out
 */
export async function openPhi3(
  llama: Llama,
  header: GgufHeader,
  options: ModelOptions & { gpu: Gpu; besides: number; givenUp: number },
  say: (line: string) => void,
  events: LaneEvents,
): Promise<OpenPhi3> {
  const { gpu, besides, givenUp, ...own } = options;
  const shape = shapeOfHeader(header);
  const machine = await freeMemory(llama, gpu, besides);
  const wanted = planMemory(shape, machine, own);
  if (wanted === null) throw tooLittle(header, machine);
  let plan: MemoryPlan = wanted;
  say(`memory plan for ${header.name} on ${gpu}:`);
  for (const line of planTable(shape, machine, plan)) say(line);
  let model: LlamaModel | null = null;
  let isAtLimit = false;
  let attempts = 0;
  for (;;) {
    try {
      if (attempts < givenUp) throw new Error('The process died while it was tried.');
      events.onAttempt(attempts);
      if (model?.gpuLayers !== plan.gpuLayers) {
        await model?.dispose();
        model = null;
        const { gpuLayers } = plan;
        model = await loadModel(llama, header, { gpuLayers, metadataOverrides: missingMetadata(header) });
      }
      const lanes = await Lanes.open(model, plan, options.adapters ?? [], events, (context, lane) =>
        openPrefixes({ llama, context, lane }, own),
      );
      // What could be had after a failure leaves nothing for the buffers that come with computing, for which native
      // code aborts: one more step.
      const reserve: MemoryPlan | null = isAtLimit
        ? planAfterFailure(shape, machine, plan, 'lanes', own.cacheType)
        : null;
      if (reserve === null) return { model, lanes, shape, plan, machine };
      await lanes.dispose();
      plan = reserve;
      isAtLimit = false;
      attempts++;
    } catch (error) {
      // Weights that stay in RAM are mapped from the file: if they cannot be loaded, memory is not the reason.
      const next: MemoryPlan | null =
        model === null && plan.gpuLayers === 0 && attempts >= givenUp
          ? null
          : planAfterFailure(
              shape,
              machine,
              plan,
              model === null && plan.gpuLayers > 0 ? 'weights' : 'lanes',
              own.cacheType,
            );
      if (next === null) {
        await model?.dispose();
        throw error;
      }
      const reason = error instanceof Error ? error.message : String(error);
      say(`stepping down, as an allocation failed that should have fitted: ${planInWords(next)}. ${reason}`);
      plan = next;
      isAtLimit = true;
      attempts++;
    }
  }
}

function tooLittle(header: GgufHeader, { vram, ram, gpu }: Machine): DomainError {
  const free = gpu === 'cpu' ? gibibytes(ram) : `${gibibytes(vram)} on the GPU and ${gibibytes(ram)} of RAM`;
  return new DomainError(
    'model_load_failed',
    `${header.name} leaves too little memory for even one question: ${free} may be used. Free some, or choose a smaller model; \`npm run models -- plan\` says what fits.`,
  );
}

/** How an open model lies in memory. On a CPU a long lane that no prompt has needed yet is not counted. */
export function memoryOf({ lanes, shape, plan, machine }: OpenPhi3): EngineMemory {
  const { vram, ram } = memoryNeed(shape, { ...plan, long: lanes.hasLong ? plan.long : null });
  const [need, where] = plan.gpuLayers > 0 ? [vram, 'vram' as const] : [ram, 'ram' as const];
  return {
    gpuLayers: plan.gpuLayers,
    cacheType: plan.cacheType,
    planned: need.total - need.weights,
    taken: lanes.taken[where],
    machine,
  };
}
