import type { Llama, LlamaContext } from 'node-llama-cpp';
import type { LaneInfo } from '#contracts';
import type { ModelOptions } from './engine-options.js';
import { hashFile } from './prefix-file.js';
import { SavedPrefixes } from './saved-prefixes.js';

/** LongRoPE models use their short factors up to this context. */
const SHORT_CONTEXT = 4096;

/** The path goes by what it leads to. */
const UNCHANGING = [
  'path',
  'mode',
  'sequences',
  'longContext',
  'promptSecret',
  'promptLookup',
  'prefixes',
] as const satisfies (keyof ModelOptions)[];

export interface PrefixSource {
  llama: Llama;
  context: LlamaContext;
  lane: LaneInfo;
}

/**
 * The saved prefixes of a lane, as soon as they are there: hashing a model of some gigabytes takes seconds, in which
 * questions are answered as without. Always null where none are configured.
 */
export function openPrefixes(source: PrefixSource, options: ModelOptions): () => SavedPrefixes | null {
  let opened: SavedPrefixes | null = null;
  const { prefixes } = options;
  if (prefixes === undefined) return () => null;
  const open = async (): Promise<void> => {
    opened = await SavedPrefixes.open({ ...prefixes, identity: await identify(source, options), log });
    log(`${opened.count} saved prefixes for the ${source.lane.name} lane`);
  };
  open().catch((error: unknown) => log(`saved prefixes are not used: ${String(error)}`));
  return () => opened;
}

async function identify({ llama, context, lane }: PrefixSource, options: ModelOptions) {
  const { getModuleVersion } = await import('node-llama-cpp');
  const files = [options.path, ...(options.adapters ?? []).map(({ path }) => path)];
  const cacheType = `${context.kvCacheKeyType}/${context.kvCacheValueType}, flash attention ${context.flashAttention}`;
  return {
    // With whatever else was asked of the model, since it may change its numbers.
    model: `${(await Promise.all(files.map(hashOf))).join(' ')} ${JSON.stringify(changesOf(options))}`,
    cacheType,
    rope: lane.contextSize > SHORT_CONTEXT ? ('long' as const) : ('short' as const),
    engine: `${await getModuleVersion()} ${llama.llamaCppRelease.release} ${llama.gpu || 'cpu'}`,
  };
}

/** The options that may change what the model computes: all but those that are known not to. */
function changesOf(options: ModelOptions): Partial<ModelOptions> {
  const changes: Partial<ModelOptions> = { ...options };
  for (const name of UNCHANGING) delete changes[name];
  return changes;
}

/** Both lanes ask for the same file. */
const hashes = new Map<string, Promise<string>>();

function hashOf(path: string): Promise<string> {
  const known = hashes.get(path) ?? hashFile(path);
  hashes.set(path, known);
  return known;
}

/** The parent takes it into its log, line by line. */
function log(line: string): void {
  process.stderr.write(`${line}\n`);
}
