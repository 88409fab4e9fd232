import { DomainError } from '#contracts';
import {
  assertPhi3File,
  capacityOf,
  findEntry,
  findEntryBySource,
  type Gpu,
  isHubUri,
  locateModel,
  type Machine,
  MEMORY_SHARE,
  memoryNeed,
  type MemoryPlan,
  type ModelShape,
  parseHubUri,
  planMemory,
  planTable,
  readGgufHeader,
  resolveModel,
  shapeOfEntry,
  shapeOfHeader,
  warningsAbout,
} from '#llm';
import type { ModelsConfig } from './config.js';
import { parseBytes } from './parse-bytes.js';
import type { Terminal } from '../command/terminal.js';

/** A machine and a wish, as the command line gives them; what is not given is this machine and the defaults. */
export interface PlanOptions {
  json: boolean;
  gpu?: string;
  vram?: string;
  ram?: string;
  sequences?: string;
  longContext?: string;
}

/** What `plan` has to go by. */
interface Subject {
  name: string;
  shape: ModelShape;
  /** `file`: the header of the file on disk. `catalogue`: what the catalogue knows of a file that is not here. */
  from: 'file' | 'catalogue';
  warnings: string[];
}

/** The defaults of KOTAE_SEQUENCES and KOTAE_LONG_CONTEXT. */
const DEFAULTS = { sequences: 2, longContext: 32_768 };
const GPUS: readonly string[] = ['cpu', 'cuda', 'metal', 'vulkan'] satisfies Gpu[];

/**
 * Prints how a model would be spread over the memory of a machine, and what the machine could do at most. Nothing is
 * loaded; of a file on disk the header is read.
 *
 * @returns the exit code: 0, or 1 when the model does not fit
 * @throws DomainError for a model that does not exist or makes no answers, and for options without sense
 */
export async function planModel(
  reference: string,
  config: ModelsConfig,
  terminal: Terminal,
  options: PlanOptions,
): Promise<number> {
  const subject = await findSubject(reference, config);
  const machine = machineOf(options);
  const wish = {
    sequences: wholeNumber(options.sequences, DEFAULTS.sequences, '--sequences'),
    longContext: wholeNumber(options.longContext, DEFAULTS.longContext, '--long-context'),
  };
  const plan = planMemory(subject.shape, machine, wish);
  if (options.json) {
    terminal.out.write(`${JSON.stringify(toJson(subject, machine, plan), null, 2)}\n`);
    return plan === null ? 1 : 0;
  }
  for (const line of describe(subject, machine, plan)) terminal.out.write(`${line}\n`);
  return plan === null ? 1 : 0;
}

async function findSubject(reference: string, config: ModelsConfig): Promise<Subject> {
  const entry = isHubUri(reference) ? findEntryBySource(parseHubUri(reference)) : findEntry(reference);
  if (entry !== undefined && entry.kind !== 'generator') {
    throw new DomainError(
      'invalid_request',
      `${entry.id} makes no answers, so there are no lanes to plan: it takes the size of its file and up to 0.3 GiB beside it.`,
    );
  }
  const found = await resolveModel(reference, 'generator', config).catch((error: unknown) => {
    if (entry === undefined || locateModel(reference, config) === null) throw error;
    return null;
  });
  if (found === null) {
    return { name: entry!.id, shape: shapeOfEntry(entry!), from: 'catalogue', warnings: [] };
  }
  const header = await readGgufHeader(found.path);
  assertPhi3File(header);
  return { name: found.id, shape: shapeOfHeader(header), from: 'file', warnings: warningsAbout(header) };
}

/** Of what there is, a tenth is kept for what estimates leave out and for other processes, as a worker does. */
function machineOf({ gpu: named, vram, ram }: PlanOptions): Machine {
  const gpu = named ?? (vram === undefined ? 'cpu' : 'cuda');
  if (!GPUS.includes(gpu)) {
    throw new DomainError('invalid_request', `--gpu is one of ${GPUS.join(', ')}, not "${gpu}".`);
  }
  if (gpu !== 'cpu' && vram === undefined) {
    throw new DomainError(
      'invalid_request',
      `--gpu ${gpu} needs the size of its memory, for example --vram 8GiB.`,
    );
  }
  return {
    gpu: gpu as Gpu,
    vram: gpu === 'cpu' ? 0 : MEMORY_SHARE * parseBytes(vram!),
    ram: MEMORY_SHARE * (ram === undefined ? process.availableMemory() : parseBytes(ram)),
  };
}

function wholeNumber(text: string | undefined, otherwise: number, option: string): number {
  if (text === undefined) return otherwise;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= (option === '--sequences' ? 1 : 0)) return number;
  throw new DomainError('invalid_request', `${option} is a whole number, not "${text}".`);
}

function describe(
  { name, shape, from, warnings }: Subject,
  machine: Machine,
  plan: MemoryPlan | null,
): string[] {
  const { questions, context } = capacityOf(shape, machine);
  const source = from === 'file' ? 'by the header of its file' : 'by the catalogue; its file is not here';
  const most =
    questions === null || context === null
      ? []
      : [
          '',
          `At most: ${questions.short.sequences} questions of ${questions.short.contextSize} tokens at once without a long lane, ` +
            `or one context of ${(context.long ?? context.short).contextSize} tokens.`,
        ];
  return [
    `${name} on ${machine.gpu} (${source})`,
    ...warnings,
    '',
    ...(plan === null ? ['It does not fit: not even one question does.'] : planTable(shape, machine, plan)),
    ...most,
  ];
}

function toJson({ name, shape, from, warnings }: Subject, machine: Machine, plan: MemoryPlan | null): object {
  const { questions, context } = capacityOf(shape, machine);
  return {
    model: name,
    from,
    warnings,
    gpu: machine.gpu,
    usable_bytes: { vram: Math.floor(machine.vram), ram: Math.floor(machine.ram) },
    plan: plan && {
      gpu_layers: plan.gpuLayers,
      layers: shape.layers,
      cache_type: plan.cacheType,
      short: { sequences: plan.short.sequences, context_size: plan.short.contextSize },
      long: plan.long && { sequences: plan.long.sequences, context_size: plan.long.contextSize },
      bytes: memoryNeed(shape, plan),
    },
    most_questions: questions?.short.sequences ?? 0,
    longest_context: (context?.long ?? context?.short)?.contextSize ?? 0,
  };
}
