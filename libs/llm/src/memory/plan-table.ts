import type { LaneInfo } from '#contracts';
import { memoryNeed } from './memory-need.js';
import type { CacheType, Machine, MemoryPlan } from './memory-plan.js';
import type { ModelShape } from './model-shape.js';

const CACHE: Record<CacheType, string> = {
  f16: 'cache in f16',
  q8_0_keys: 'cache with keys in q8_0',
  q8_0: 'cache in q8_0',
};

/** A plan as a table for people: what takes how much of which memory. */
export function planTable(shape: ModelShape, machine: Machine, plan: MemoryPlan): string[] {
  const { vram, ram } = memoryNeed(shape, plan);
  const onGpu = machine.gpu !== 'cpu';
  const row = (name: string, key: keyof typeof vram, note: string): string[] => [
    name,
    ...(onGpu ? [gibibytes(vram[key])] : []),
    gibibytes(ram[key]),
    note,
  ];
  const layers =
    plan.gpuLayers === 0
      ? 'computed by the CPU'
      : `${Math.min(plan.gpuLayers, shape.layers)} of ${shape.layers} layers on the GPU`;
  return formatRows([
    ['', ...(onGpu ? ['GPU'] : []), 'RAM', ''],
    row('weights', 'weights', layers),
    row('short lane', 'shortCache', lane(plan.short, plan)),
    row('long lane', 'longCache', plan.long === null ? 'none' : lane(plan.long, plan)),
    row('computing', 'compute', ''),
    row('together', 'total', ''),
    ['may be used', ...(onGpu ? [gibibytes(machine.vram)] : []), gibibytes(machine.ram), ''],
  ]);
}

/** A plan in a few words, for a line in a log. */
export function planInWords(plan: MemoryPlan): string {
  const long = plan.long === null ? 'no long lane' : `a long lane of ${plan.long.contextSize} tokens`;
  const { sequences, contextSize } = plan.short;
  return `${sequences} × ${contextSize} tokens, ${long}, ${CACHE[plan.cacheType]}, ${plan.gpuLayers} layers on the GPU`;
}

/** `1.5 GiB`; a dash for nothing. */
export function gibibytes(bytes: number): string {
  return bytes === 0 ? '–' : `${(bytes / 2 ** 30).toFixed(bytes < 0.095 * 2 ** 30 ? 2 : 1)} GiB`;
}

function lane({ sequences, contextSize }: LaneInfo, { cacheType }: MemoryPlan): string {
  const tokens = `${contextSize.toLocaleString('en')} tokens`;
  const questions = sequences === 1 ? `1 question of ${tokens}` : `${sequences} questions of ${tokens} each`;
  return `${questions}, ${CACHE[cacheType]}`;
}

function formatRows(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === row.length - 1
          ? cell.padEnd(widths[column]!)
          : cell.padStart(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}
