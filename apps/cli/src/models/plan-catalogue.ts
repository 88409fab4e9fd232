import {
  capacityOf,
  catalogue,
  type GeneratorEntry,
  type Machine,
  MEMORY_SHARE,
  type MemoryPlan,
  MOST_SEQUENCES,
  shapeOfEntry,
} from '#llm';

/** Sizes of GPUs that one can buy or rent: 8 to 24 GiB in a desk, 48 to 141 in a rack. */
const SIZES = [8, 16, 24, 48, 80, 141];
const GIB = 2 ** 30;
/** RAM beside the GPU. It matters only where layers stay there. */
const RAM = 64 * GIB;

/**
 * What fits which GPU, for every model of the catalogue, as Markdown: the tables of docs/models.md, which a test
 * compares with this.
 */
export function planCatalogue(): string {
  const generators = catalogue.filter((entry) => entry.kind === 'generator');
  const others = catalogue.filter((entry) => entry.kind !== 'generator');
  return [
    'Questions of 4,096 tokens answered at once, without a long lane:',
    '',
    ...table(generators, ({ questions }) => questions?.short.sequences.toString() ?? '–', 'questions'),
    '',
    'Longest context in tokens, beside one short question:',
    '',
    ...table(
      generators,
      ({ context }) => (context?.long ?? context?.short)?.contextSize.toLocaleString('en') ?? '–',
      'context',
    ),
    '',
    `\\* keys and values in q8_0. _n of m_: layers that the GPU holds; the CPU computes the rest. More than ${MOST_SEQUENCES} questions are not planned.`,
    '',
    'Embedders and rerankers take, beside the generator and before it:',
    '',
    '| model | memory |',
    '| --- | --- |',
    ...others.map(({ id, sizeBytes }) => `| \`${id}\` | ${(sizeBytes / GIB + 0.3).toFixed(1)} GiB |`),
  ].join('\n');
}

function table(
  generators: GeneratorEntry[],
  cell: (capacity: ReturnType<typeof capacityOf>) => string,
  of: 'questions' | 'context',
): string[] {
  return [
    `| model | ${SIZES.map((size) => `${size} GiB`).join(' | ')} |`,
    `| --- |${SIZES.map(() => ' ---: |').join('')}`,
    ...generators.map((entry) => {
      const { layers } = shapeOfEntry(entry);
      const cells = SIZES.map((size) => {
        const capacity = capacityWith(entry, size);
        return `${cell(capacity)}${noteOn(capacity[of], layers)}`;
      });
      return `| \`${entry.id}\` | ${cells.join(' | ')} |`;
    }),
  ];
}

function capacityWith(entry: GeneratorEntry, size: number): ReturnType<typeof capacityOf> {
  const machine: Machine = { gpu: 'cuda', vram: MEMORY_SHARE * size * GIB, ram: MEMORY_SHARE * RAM };
  return capacityOf(shapeOfEntry(entry), machine);
}

/** The same for programs: for each model and size of GPU what fits, null where nothing does. */
export function catalogueCapacities(): object[] {
  const generators = catalogue.filter((entry) => entry.kind === 'generator');
  return generators.flatMap((entry) =>
    SIZES.map((size) => {
      const { questions, context } = capacityWith(entry, size);
      return {
        model: entry.id,
        vram_gib: size,
        questions: questions && { sequences: questions.short.sequences, ...memoryOf(questions) },
        context: context && { tokens: (context.long ?? context.short).contextSize, ...memoryOf(context) },
      };
    }),
  );
}

function memoryOf({ gpuLayers, cacheType }: MemoryPlan): { gpu_layers: number; cache_type: string } {
  return { gpu_layers: gpuLayers, cache_type: cacheType };
}

function noteOn(plan: MemoryPlan | null, layers: number): string {
  if (plan === null) return '';
  const quantised = plan.cacheType === 'q8_0' ? '\\*' : '';
  return plan.gpuLayers > layers
    ? quantised
    : `${quantised} (${Math.min(plan.gpuLayers, layers)} of ${layers})`;
}
