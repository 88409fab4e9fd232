import { percentile } from '../report/figure.js';
import type { EngineSubject } from './engine-subject.js';
import type { PeerSubject } from './peer-subject.js';
import type { Subject, Timing } from './subject.js';
import { requestsOf, type Workload } from './workload.js';

/** What one subject did with one workload at one parallelism. Tokens per second and milliseconds. */
interface Sample {
  tokensPerSecond: number;
  ttft: number[];
  /** Between pieces of text. */
  gaps: number[];
}

/** Everything measured at one parallelism. */
export interface Level {
  parallel: number;
  kotae: Summary;
  peer: Summary | null;
  /** Kotae over the peer, medians of the rounds; above 1 is faster. */
  ratios: Record<Workload, number> | null;
  /** Milliseconds per step outside llama.cpp, while answers are written. */
  outsideMs: number;
}

export type Summary = Record<Workload, number> & { ttft: [number, number]; gap: [number, number] };

const WORKLOADS: Workload[] = ['reading', 'writing', 'grounded', 'mix'];

/** Tokens that count. A grounded answer's prompt is read for the answer's sake. */
const COUNTED: Record<Exclude<Workload, 'writing'>, (timing: Timing) => number> = {
  reading: ({ promptTokens }) => promptTokens,
  grounded: ({ completionTokens }) => completionTokens,
  mix: ({ promptTokens, completionTokens }) => promptTokens + completionTokens,
};

/**
 * Measures at each parallelism, round by round; with a peer the two take turns with the same requests, so that what
 * else the machine does hits both.
 */
export async function measureLlm(
  engine: EngineSubject,
  peer: PeerSubject | null,
  options: { parallel: number[]; rounds: number; scale: number; say: (line: string) => void },
): Promise<Level[]> {
  const { scale, rounds, say } = options;
  let seed = 1;
  // The first computation allocates and reads the weights from the disk.
  for (const subject of peer ? [engine, peer] : [engine]) await run(subject, 'mix', 1, scale, seed++);
  const levels: Level[] = [];
  for (const parallel of options.parallel) {
    const samples = { kotae: emptySamples(), peer: emptySamples() };
    const before = { steps: 0, outsideMs: 0 };
    for (let round = 0; round < rounds; round++) {
      say(`${parallel} at once, round ${round + 1} of ${rounds}`);
      for (const workload of WORKLOADS) {
        const ours = async () => {
          const start = await engine.steps();
          samples.kotae[workload].push(await run(engine, workload, parallel, scale, seed));
          const end = await engine.steps();
          if (workload !== 'writing') return;
          before.steps += end.steps - start.steps;
          before.outsideMs += end.outsideMs - start.outsideMs;
        };
        const theirs = async () => {
          if (peer) samples.peer[workload].push(await run(peer, workload, parallel, scale, seed));
        };
        for (const turn of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await turn();
        seed++;
      }
    }
    levels.push({
      parallel,
      kotae: summary(samples.kotae),
      peer: peer && summary(samples.peer),
      ratios: peer && ratios(samples.kotae, samples.peer),
      outsideMs: before.outsideMs / Math.max(1, before.steps),
    });
  }
  return levels;
}

async function run(
  subject: Subject,
  workload: Workload,
  parallel: number,
  scale: number,
  seed: number,
): Promise<Sample> {
  const requests = requestsOf(workload, parallel, scale, seed);
  const timings: Timing[] = [];
  const askOneByOne = async (): Promise<void> => {
    for (let next = requests.shift(); next; next = requests.shift()) timings.push(await subject.ask(next));
  };
  await Promise.all(Array.from({ length: parallel }, askOneByOne));
  return {
    tokensPerSecond: workload === 'writing' ? writingRate(timings) : rate(timings, COUNTED[workload]),
    ttft: timings.map(({ askedAt, pieces, endedAt }) => (pieces[0] ?? endedAt) - askedAt),
    gaps: timings.flatMap(({ pieces }) => pieces.slice(1).map((at, i) => at - pieces[i]!)),
  };
}

/** Tokens per second from the first question to the end of the last answer. */
function rate(timings: Timing[], counted: (timing: Timing) => number): number {
  const tokens = timings.map(counted).reduce((sum, count) => sum + count, 0);
  const begin = Math.min(...timings.map(({ askedAt }) => askedAt));
  return tokens / ((Math.max(...timings.map(({ endedAt }) => endedAt)) - begin) / 1000);
}

/**
 * Tokens per second while all answers are being written: what was read before is measured by itself, and an answer that
 * is over no longer takes part. A piece of text is a token, but for a few. Answers too short to be written together count
 * from the questions on.
 */
function writingRate(timings: Timing[]): number {
  const begin = Math.max(...timings.map(({ pieces }) => pieces[0]!));
  const end = Math.min(...timings.map(({ pieces }) => pieces.at(-1)!));
  if (end <= begin) return rate(timings, ({ completionTokens }) => completionTokens);
  const made = timings.flatMap(({ pieces }) => pieces.filter((at) => at > begin && at <= end));
  return made.length / ((end - begin) / 1000);
}

type Samples = Record<Workload, Sample[]>;

function emptySamples(): Samples {
  return { reading: [], writing: [], grounded: [], mix: [] };
}

function summary(samples: Samples): Summary {
  const median = (workload: Workload): number =>
    percentile(
      samples[workload].map(({ tokensPerSecond }) => tokensPerSecond),
      0.5,
    );
  return {
    reading: median('reading'),
    writing: median('writing'),
    grounded: median('grounded'),
    mix: median('mix'),
    ttft: spread(samples.mix.flatMap(({ ttft }) => ttft)),
    gap: spread(samples.mix.flatMap(({ gaps }) => gaps)),
  };
}

/** Median and 95th percentile. */
function spread(values: number[]): [number, number] {
  return [percentile(values, 0.5), percentile(values, 0.95)];
}

/** Of each round by itself, as only what ran next to each other is comparable. */
function ratios(kotae: Samples, peer: Samples): Record<Workload, number> {
  const median = (workload: Workload): number =>
    percentile(
      kotae[workload].map(({ tokensPerSecond }, i) => tokensPerSecond / peer[workload][i]!.tokensPerSecond),
      0.5,
    );
  return Object.fromEntries(WORKLOADS.map((workload) => [workload, median(workload)])) as Record<
    Workload,
    number
  >;
}
