/** One request: a prompt that shares its beginning with no other, and how many tokens are to be made. */
export interface LlmRequest {
  text: string;
  maxTokens: number;
}

/**
 * What is measured: reading prompts alone, writing answers alone, grounded answers (which follow long prompts), and all
 * lengths at once, as a service has it.
 */
export type Workload = 'reading' | 'writing' | 'grounded' | 'mix';

/** Words of a prompt (a token each) and tokens of the answer, one after the other for the requests of a run. */
const SHAPES: Record<Workload, [words: number, maxTokens: number][]> = {
  reading: [[512, 1]],
  writing: [[16, 64]],
  grounded: [[2000, 64]],
  // Short and long questions with short and long answers; what is asked 16 at a time is asked four at a time, too.
  mix: [
    [40, 48],
    [700, 32],
    [200, 64],
    [1200, 24],
    [90, 96],
    [450, 40],
    [24, 16],
    [900, 56],
  ],
};

/** Words that are one token each in Phi-3's vocabulary. */
const WORDS =
  'leave days year office staff paper form house water light train north group paid week time'.split(' ');

/** Requests for each of those that run at once. A service never stops: where one ends, the next one begins. */
const TURNS: Record<Workload, number> = { reading: 1, writing: 1, grounded: 1, mix: 3 };

/**
 * The requests of one run, of which `parallel` are to run at once. `scale` shrinks them for a quick look; `seed` makes
 * prompts that nobody has seen, so that no cache of prompts helps.
 */
export function requestsOf(workload: Workload, parallel: number, scale: number, seed: number): LlmRequest[] {
  const shapes = SHAPES[workload];
  return Array.from({ length: parallel * TURNS[workload] }, (_, i) => {
    const [words, maxTokens] = shapes[i % shapes.length]!;
    return {
      text: textOf(Math.max(4, Math.round(words * scale)), seed * 1000 + i),
      maxTokens: maxTokens === 1 ? 1 : Math.max(4, Math.round(maxTokens * scale)),
    };
  });
}

/** Words in an order that follows from the seed, its number first. */
function textOf(words: number, seed: number): string {
  const chosen = Array.from(
    { length: words },
    (_, i) => WORDS[(seed * 7 + i * (1 + (seed % 5)) + ((i * i) % 11)) % 16],
  );
  return `${seed} ${chosen.join(' ')}`;
}
